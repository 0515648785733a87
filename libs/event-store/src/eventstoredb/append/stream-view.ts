import type { Append } from '../../port/event-store.js';
import type { StoredEvent } from '../../port/stored-event.js';
import { bytesOfEvents, DEFAULT_BATCH_SIZE } from '../../read/pages.js';
import type { LogReader } from '../read/log-reader.js';
import type { KnownStream, KnownStreams } from './known-streams.js';

/** One stream as a writer sees it: what is remembered of it, and brought up to date when that is not enough. */
export class StreamView {
  private known: KnownStream | undefined;
  /** Events that appends under way may ask for, as they were read. */
  private readonly found = new Map<string, StoredEvent>();
  private fresh = false;

  constructor(
    private readonly stream: string,
    private readonly reader: LogReader,
    private readonly memory: KnownStreams,
  ) {
    this.known = memory.get(stream);
  }

  /** Whether it has been read since the last call of `grewOld`. */
  get isFresh(): boolean {
    return this.fresh;
  }

  grewOld(): void {
    this.fresh = false;
  }

  /** What is known; read where nothing is. Whoever takes a new stream at its word is told by the server if it is not. */
  async current(assumeNew: boolean): Promise<KnownStream> {
    if (!this.known && assumeNew) return { revision: -1, ids: new Map() };
    if (!this.known) await this.readOn([]);
    return this.known!;
  }

  /** Reads what has come to the stream since it was read last, and keeps the events of these appends. */
  async readOn(appends: readonly Append[]): Promise<void> {
    const wanted = new Set(appends.flatMap(({ events }) => events.map(({ id }) => id)));
    const known: KnownStream = this.known ?? { revision: -1, ids: new Map() };
    for (;;) {
      const page = await this.page(known.revision + 1, DEFAULT_BATCH_SIZE);
      for (const event of page) {
        known.ids.set(event.id, event.revision);
        known.revision = event.revision;
        this.memory.saw(event.id, this.stream);
        if (wanted.has(event.id)) this.found.set(event.id, event);
      }
      if (page.length < DEFAULT_BATCH_SIZE && bytesOfEvents(page) < SMALL_PAGE_BYTES) break;
    }
    this.known = known;
    this.fresh = true;
  }

  /** Whether all of the append's events are in the stream, as far as it is known. */
  hasAllOf({ events }: Append): boolean {
    return events.every(({ id }) => this.known?.ids.has(id));
  }

  /** Those of the appends' events that are in the stream, by id. */
  async storedOf(appends: readonly Append[]): Promise<ReadonlyMap<string, StoredEvent>> {
    const revisions = appends
      .flatMap(({ events }) => events.filter(({ id }) => !this.found.has(id)))
      .flatMap(({ id }) => this.known?.ids.get(id) ?? [])
      .sort((a, b) => a - b);
    for (let at = 0, next = 0; at < revisions.length; at = next) {
      const from = revisions[at]!;
      while (next < revisions.length && revisions[next]! - from < RANGE) next += 1;
      await this.find(from, revisions[next - 1]!);
    }
    return this.found;
  }

  /** Leaves what it knows to the next one. */
  keep(): void {
    if (this.known) this.memory.keep(this.stream, this.known);
  }

  /** One after the other: a page may be cut by its bytes. */
  private async find(from: number, to: number): Promise<void> {
    for (let revision = from; revision <= to;) {
      const page = await this.page(revision, to - revision + 1);
      if (page.length === 0) return;
      for (const event of page) this.found.set(event.id, event);
      revision = page.at(-1)!.revision + 1;
    }
  }

  private page(from: number, limit: number): Promise<StoredEvent[]> {
    return this.reader.streamPage(this.stream, { direction: 'forwards', from, limit });
  }
}

/** A page of fewer bytes was not cut because of them. */
const SMALL_PAGE_BYTES = 1024 * 1024;

/** Events that are looked up are read together with what lies between them, so many at most. */
const RANGE = 500;
