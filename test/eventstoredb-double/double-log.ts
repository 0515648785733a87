import { EventEmitter } from 'node:events';

export interface ProposedEvent {
  id: string;
  type: string;
  contentType: string;
  data: Buffer;
  metadata: Buffer;
}

export interface DoubleEvent extends ProposedEvent {
  stream: string;
  revision: number;
  commit: bigint;
  prepare: bigint;
}

export type Expected = number | 'none' | 'exists' | 'any';

export type AppendVerdict =
  | { kind: 'written' | 'idempotent'; revision: number; position: bigint }
  | { kind: 'wrong-version'; actual: number | 'none' }
  | { kind: 'deleted' };

/** What a record takes beside its body, more or less as in the real log. */
const RECORD_BYTES = 117;

/**
 * The double's log, in memory. Positions are byte offsets, as in the real one: they ascend with gaps, and where an event
 * stands depends on all that was written before it, the server's own notes among them.
 */
export class DoubleLog {
  readonly events: DoubleEvent[] = [];
  /** Told of every event that is written. */
  readonly written = new EventEmitter().setMaxListeners(0);
  private readonly streams = new Map<string, DoubleEvent[]>();
  private readonly deleted = new Set<string>();
  private end = 1_337n;

  constructor() {
    this.note('$UserCreated', '$users');
  }

  /** Writes something that is no business of a ledger's, as servers do now and then. */
  note(type = '$statsCollected', stream = '$stats-127.0.0.1'): void {
    this.write(stream, { id: crypto.randomUUID(), type, contentType: 'application/json', ...EMPTY });
  }

  /** Position of the last event. */
  get head(): bigint {
    return this.events.at(-1)?.commit ?? 0n;
  }

  streamOf(name: string): readonly DoubleEvent[] {
    return this.streams.get(name) ?? [];
  }

  isDeleted(stream: string): boolean {
    return this.deleted.has(stream);
  }

  tombstone(stream: string): void {
    this.deleted.add(stream);
  }

  /** Whether an event begins at exactly this position. */
  hasAt(position: bigint): boolean {
    return this.events[this.placeOf(position)]?.commit === position;
  }

  /** Index of the first event at or behind a position. */
  placeOf(position: bigint): number {
    let [low, high] = [0, this.events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.events[middle]!.commit < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  append(stream: string, expected: Expected, events: readonly ProposedEvent[]): AppendVerdict {
    if (this.deleted.has(stream)) return { kind: 'deleted' };
    const before = this.streamOf(stream);
    const current = before.length - 1;
    const known = this.knownAs(before, expected, events);
    if (known) return known;
    const isExpected = expected === 'any' || (expected === 'exists' ? current >= 0 : revisionOf(expected) === current);
    if (!isExpected) return { kind: 'wrong-version', actual: current < 0 ? 'none' : current };
    for (const event of events) this.write(stream, event);
    const last = this.streamOf(stream).at(-1);
    return { kind: 'written', revision: last?.revision ?? current, position: last?.commit ?? 0n };
  }

  /** Writes an event as an explicit transaction of old clients did: committed elsewhere than it was prepared. */
  writeInTransaction(stream: string, event: ProposedEvent): void {
    this.write(stream, event, 64n);
  }

  /**
   * The server's rules of idempotency. With an exact revision, the same ids at exactly the places behind it are the same
   * append again; without one, ids that are in the stream, all of them or none. Bodies are not looked at.
   */
  private knownAs(
    before: readonly DoubleEvent[],
    expected: Expected,
    events: readonly ProposedEvent[],
  ): AppendVerdict | undefined {
    const current = before.length - 1;
    const wrong: AppendVerdict = { kind: 'wrong-version', actual: current < 0 ? 'none' : current };
    const isExact = typeof expected === 'number' || expected === 'none';
    if (isExact && revisionOf(expected) >= current) return undefined;
    const first = isExact ? revisionOf(expected) + 1 : before.findIndex(({ id }) => id === events[0]?.id);
    if (first < 0) return undefined;
    const places = events.map((event, n) => before[first + n]?.id === event.id);
    if (!places.every(Boolean)) return wrong;
    const last = before[first + events.length - 1]!;
    return { kind: 'idempotent', revision: last.revision, position: last.commit };
  }

  private write(stream: string, event: ProposedEvent, committedBehind = 0n): void {
    const { end: prepare } = this;
    const commit = prepare + committedBehind;
    const of = this.streams.get(stream) ?? [];
    const written = { ...event, stream, revision: of.length, prepare, commit };
    of.push(written);
    this.streams.set(stream, of);
    this.events.push(written);
    this.end = commit + BigInt(RECORD_BYTES + stream.length + event.type.length + event.data.length);
    this.end += BigInt(event.metadata.length);
    this.written.emit('event', written);
  }
}

const EMPTY = { data: Buffer.from('{}'), metadata: Buffer.alloc(0) };

function revisionOf(expected: number | 'none'): number {
  return expected === 'none' ? -1 : expected;
}
