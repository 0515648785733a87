import type { RecordedEvent } from '#kernel';
import type { PurchaseMotive, PurchaseMotiveRecorded } from '../events/index.js';
import { withItem } from './sorted-list.js';

/** How often a motive was recorded, and when. */
export interface KnownMotive {
  motive: PurchaseMotive;
  count: number;
  firstAt: string;
  lastAt: string;
}

export function withMotive(known: KnownMotive[], event: RecordedEvent): KnownMotive[] {
  const { motive } = event.data as PurchaseMotiveRecorded;
  const at = event.metadata.occurredAt;
  const before = known.find((each) => each.motive === motive) ?? { motive, count: 0, firstAt: at, lastAt: at };
  const after: KnownMotive = {
    motive,
    count: before.count + 1,
    firstAt: at < before.firstAt ? at : before.firstAt,
    lastAt: at > before.lastAt ? at : before.lastAt,
  };
  return withItem(known, after, (each) => each.motive);
}
