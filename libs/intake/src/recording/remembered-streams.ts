import type { DatedFact } from '#kernel';
import type { Appended } from '#event-store';
import type { StreamSnapshot } from './stream-history.js';
import type { Evolve } from './decisions.js';

interface Remembered extends StreamSnapshot {
  /** Of each event's id the last 48 bits: enough to say that an id is certainly not among them. */
  ids: Set<number>;
}

/**
 * What decisions knew of the streams that were written last, so that the next decision need not read them again. It may
 * be out of date when another process writes: the revision that an append expects finds that out, and nothing is
 * refused on the strength of it. Bounded by the number of events remembered.
 */
export class RememberedStreams {
  private readonly streams = new Map<string, Remembered>();
  private events = 0;

  constructor(private readonly maxEvents: number) {}

  /** The stream, if it is remembered with all of these states and knows none of these event ids. */
  recall(stream: string, evolves: Iterable<Evolve>, eventIds: Iterable<string>): StreamSnapshot | undefined {
    const found = this.streams.get(stream);
    if (!found) return undefined;
    for (const evolve of evolves) if (!found.states.has(evolve)) return undefined;
    for (const id of eventIds) if (found.ids.has(mark(id))) return undefined;
    this.streams.delete(stream);
    this.streams.set(stream, found);
    return found;
  }

  /** Remembers the stream as it is after events were appended to what was recalled, or, without `isContinued`, to all that there was. */
  remember(stream: string, snapshot: StreamSnapshot, eventIds: readonly string[], isContinued: boolean): void {
    const before = this.streams.get(stream);
    if (isContinued && !before) return;
    const ids = isContinued && before ? before.ids : new Set<number>();
    this.forget(stream);
    for (const id of eventIds) ids.add(mark(id));
    this.streams.set(stream, { revision: snapshot.revision, states: snapshot.states, ids });
    this.events += ids.size;
    for (const oldest of this.streams.keys()) {
      if (this.events <= this.maxEvents) break;
      this.forget(oldest);
    }
  }

  /** Takes in events that were appended without a decision, if they came right behind what is remembered. */
  follow(stream: string, { revision }: Appended, facts: readonly DatedFact[]): void {
    const known = this.streams.get(stream);
    if (!known) return;
    const expected = (known.revision === 'none' ? -1 : known.revision) + facts.length;
    if (revision !== expected) return this.forget(stream);
    const states = new Map<Evolve, unknown>();
    for (const [evolve, state] of known.states) states.set(evolve, facts.reduce(evolve, state));
    const eventIds = facts.map(({ id }) => id);
    this.remember(stream, { revision, states }, eventIds, true);
  }

  forget(stream: string): void {
    const found = this.streams.get(stream);
    if (!found) return;
    this.streams.delete(stream);
    this.events -= found.ids.size;
  }
}

function mark(eventId: string): number {
  return parseInt(eventId.slice(-12), 16);
}
