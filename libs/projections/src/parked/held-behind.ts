import { BlockedRows } from '../fold/blocked-rows.js';
import type { RowKey } from '../fold/row.js';

/** What of a left-out event decides which later ones wait for it. */
export interface Blocking {
  stream: string;
  keys: readonly RowKey[];
  wholeStream: boolean;
}

/**
 * Those of the later events that wait because of the first one: they touch a row of it, or of one that waits because of
 * it, or are in a stream that is held as a whole.
 */
export function heldBehind<Later extends Blocking>(first: Blocking, later: readonly Later[]): Later[] {
  const blocked = new BlockedRows();
  const block = ({ keys, wholeStream, stream }: Blocking): void =>
    blocked.block(keys, wholeStream ? stream : undefined);
  block(first);
  return later.filter((event) => {
    const waits = blocked.blocks(event, event.keys);
    if (waits) block(event);
    return waits;
  });
}
