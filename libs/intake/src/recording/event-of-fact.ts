import type { EventToStore } from '#event-store';
import {
  customerOfStream,
  type DatedFact,
  eventIdOf,
  type EventMetadata,
  type FactCatalogue,
  type NewFact,
  toUtc,
} from '#kernel';
import { contentDigest } from '../content-digest.js';
import type { FactToRecord } from './fact-to-record.js';

/** The event that says this fact: id, type, body and metadata, all but the time of recording. */
export function eventOfFact(fact: FactToRecord, catalogue: FactCatalogue): EventToStore {
  return {
    id: eventIdOf(fact.source, fact.sourceId),
    type: fact.type,
    data: fact.data,
    metadata: metadataOf(fact, inUtc(fact.occurredAt), catalogue.get(fact.type).version),
  };
}

/** The fact as folds and decisions see it. */
export function datedFactOf({ type, data, stream, source, sourceId, occurredAt, actor }: FactToRecord): DatedFact {
  const dated = { id: eventIdOf(source, sourceId), type, data, occurredAt: inUtc(occurredAt), stream, source };
  return actor === undefined ? dated : { ...dated, actor };
}

/** The source of events that a decision added: the ledger itself, so that no source's own id can be one of theirs. */
export const DECISION_SOURCE = 'urn:rapport:decision';

/**
 * The events of what was decided for a fact, in their order. The fact itself keeps its id, and the first event that a
 * command leads to has the command's; the further ones get ids of their own that a repetition would get too, and name
 * the fact as their cause.
 */
export class DecidedEvents {
  /** The fact or command as deciders see it. */
  readonly asked: DatedFact;

  private readonly isCommand: boolean;
  private ownIsThere = false;
  private further = 0;

  constructor(
    private readonly fact: FactToRecord,
    private readonly catalogue: FactCatalogue,
  ) {
    this.isCommand = catalogue.isCommand(fact.type);
    this.asked = datedFactOf(fact);
  }

  add(decided: DatedFact | NewFact): EventToStore {
    const { type, data, occurredAt = this.asked.occurredAt } = decided;
    const isOwn = !this.ownIsThere && (this.isCommand || ('id' in decided && decided.id === this.asked.id));
    if (isOwn) this.ownIsThere = true;
    const said = isOwn ? this.asOwn() : furtherFact(this.fact, this.asked.id, (this.further += 1));
    const metadata = metadataOf(said, inUtc(occurredAt), this.catalogue.get(type).version);
    return { id: eventIdOf(said.source, said.sourceId), type, data, metadata };
  }

  /** Throws when the fact that was asked about was not among those decided. */
  requireAsked(): void {
    if (this.ownIsThere) return;
    throw new Error(`the decider of ${this.fact.type} must answer with the fact it was asked about`);
  }

  private asOwn(): FactToRecord {
    return this.isCommand ? { ...this.fact, requestDigest: digestOfCommand(this.fact) } : this.fact;
  }
}

/** By this a repeated command is known: what is recorded for it does not say what was asked for. */
export function digestOfCommand({ requestDigest, type, stream, data, occurredAt }: FactToRecord): string {
  return requestDigest ?? contentDigest([type, stream, data, inUtc(occurredAt)]);
}

/** The id of the `count`-th event, from 1, that a decision added to the fact of this event. */
export function furtherEventId(factEventId: string, count: number): string {
  return eventIdOf(DECISION_SOURCE, furtherSourceId(factEventId, count));
}

function furtherSourceId(factEventId: string, count: number): string {
  return `${factEventId}#${count}`;
}

function furtherFact(fact: FactToRecord, own: string, count: number): FactToRecord {
  const customerId = customerOfStream(fact.stream);
  return {
    ...fact,
    source: DECISION_SOURCE,
    sourceId: furtherSourceId(own, count),
    ...(customerId === undefined ? {} : { subject: `customer:${customerId}` }),
    causationId: own,
  };
}

function metadataOf(fact: FactToRecord, occurredAt: string, schemaVersion: number): EventToStore['metadata'] {
  const { source, sourceId } = fact;
  const metadata: Omit<EventMetadata, 'recordedAt'> = { source, sourceId, occurredAt, schemaVersion };
  if (fact.subject !== undefined) metadata.subject = fact.subject;
  if (fact.actor !== undefined) metadata.actor = fact.actor;
  if (fact.correlationId !== undefined) metadata.correlationId = fact.correlationId;
  if (fact.causationId !== undefined) metadata.causationId = fact.causationId;
  if (fact.importId !== undefined) metadata.importId = fact.importId;
  if (fact.requestDigest !== undefined) metadata.requestDigest = fact.requestDigest;
  return metadata;
}

/** Length of `2026-01-31T12:34:56.789Z`. */
const UTC_LENGTH = 24;

function inUtc(instant: string): string {
  return instant.length === UTC_LENGTH && instant.endsWith('Z') ? instant : toUtc(instant);
}
