import { ValidationFailed } from '#kernel';
import type { Append } from '../port/event-store.js';

/**
 * Which of the server's streams are this ledger's, and what they are called there. With a name, a ledger has all streams
 * behind `NAME:` and sees no others, so that several can share a server; without one it has the whole server.
 */
export class LedgerStreams {
  readonly prefix: string;

  constructor(ledger: string | undefined) {
    this.prefix = ledger === undefined ? '' : `${ledger}:`;
  }

  /** The stream's name on the server. */
  onServer(stream: string): string {
    return this.prefix + stream;
  }

  /** The stream's name in the ledger; undefined when it is not one of the ledger's. */
  inLedger(nameOnServer: string): string | undefined {
    if (nameOnServer.startsWith(SYSTEM) || !nameOnServer.startsWith(this.prefix)) return undefined;
    return nameOnServer.slice(this.prefix.length);
  }

  /** What the server is asked to leave out, before it sends anything. */
  get filter(): { streamPrefix: string } | { typePattern: string } {
    return this.prefix === '' ? { typePattern: NO_SYSTEM_TYPE } : { streamPrefix: this.prefix };
  }
}

/** The server keeps its own notes in streams, and under types, that begin so. */
const SYSTEM = '$';
const NO_SYSTEM_TYPE = '^[^\\$]';

export function isSystemType(type: string): boolean {
  return type.startsWith(SYSTEM);
}

/** Refuses names that the server keeps for itself: such events would be left out when the log is read. */
export function checkNames({ stream, events }: Append): void {
  if (stream.startsWith(SYSTEM)) refuse('stream');
  if (events.some((event) => isSystemType(event.type))) refuse('type');
}

function refuse(field: string): never {
  const message = `must not begin with ${SYSTEM}: EventStoreDB keeps such names for itself`;
  throw new ValidationFailed([{ field, rule: 'reserved', message }]);
}
