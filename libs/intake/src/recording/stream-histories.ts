import type { Appended, EventCodec, EventStore } from '#event-store';
import { eventIdOf, type FactCatalogue, type Memory } from '#kernel';
import type { Decisions } from './decisions.js';
import { datedFactOf } from './event-of-fact.js';
import type { FactToRecord, RecordRequest } from './fact-to-record.js';
import type { PublishedRules } from './published-rules.js';
import { RememberedStreams } from './remembered-streams.js';
import { StreamHistory } from './stream-history.js';

export interface StreamHistoriesOptions {
  store: EventStore;
  codec: EventCodec;
  catalogue: FactCatalogue;
  decisions: Decisions;
  rules: PublishedRules;
  rememberedEvents: number;
}

/** The histories that decisions are taken on: remembered where that will do, else read from the log. */
export class StreamHistories {
  private readonly remembered: RememberedStreams;

  constructor(private readonly options: StreamHistoriesOptions) {
    this.remembered = new RememberedStreams(options.rememberedEvents);
  }

  /** The stream as it is remembered, if that is enough to decide these requests on. */
  recall(stream: string, requests: readonly RecordRequest[]): StreamHistory | undefined {
    const memories = this.memoriesFor(requests);
    const evolves = new Set([...memories].map(({ evolve }) => evolve));
    const eventIds = requests.flatMap(({ facts }) => facts.map((fact) => eventIdOf(fact.source, fact.sourceId)));
    const snapshot = this.remembered.recall(stream, evolves, eventIds);
    if (!snapshot) return undefined;
    const { decisions, rules, codec, catalogue } = this.options;
    return new StreamHistory(memories, decisions, rules, codec, catalogue, snapshot);
  }

  /** The stream as the log has it. */
  async load(stream: string, requests: readonly RecordRequest[]): Promise<StreamHistory> {
    const history = this.empty(requests);
    for await (const batch of this.options.store.readStream(stream)) for (const event of batch) history.take(event);
    return history;
  }

  /** The histories of many streams, each by the requests about it. */
  async ofMany(requests: ReadonlyMap<string, readonly RecordRequest[]>): Promise<Map<string, StreamHistory>> {
    const histories = new Map<string, StreamHistory>();
    const toLoad: string[] = [];
    for (const [stream, own] of requests) {
      const history = this.recall(stream, own);
      histories.set(stream, history ?? this.empty(own));
      if (!history) toLoad.push(stream);
    }
    if (toLoad.length === 0) return histories;
    for await (const batch of this.options.store.readStreams(toLoad)) {
      for (const event of batch) histories.get(event.stream)!.take(event);
    }
    return histories;
  }

  /** Remembers a stream whose planned events are in the log now. */
  remember(stream: string, history: StreamHistory): void {
    this.remembered.remember(stream, history.snapshot, history.ids, history.remembered !== undefined);
  }

  /** Takes in facts that were appended without a decision. */
  follow(stream: string, appended: Appended, facts: readonly FactToRecord[]): void {
    if (!appended.duplicate) this.remembered.follow(stream, appended, facts.map(datedFactOf));
  }

  forget(stream: string): void {
    this.remembered.forget(stream);
  }

  private empty(requests: readonly RecordRequest[]): StreamHistory {
    const { decisions, rules, codec, catalogue } = this.options;
    return new StreamHistory(this.memoriesFor(requests), decisions, rules, codec, catalogue);
  }

  private memoriesFor(requests: readonly RecordRequest[]): Set<Memory<unknown>> {
    const { decisions, rules } = this.options;
    return new Set(requests.flatMap(({ facts }) => facts.flatMap((fact) => decisions.memoriesFor(fact, rules))));
  }
}
