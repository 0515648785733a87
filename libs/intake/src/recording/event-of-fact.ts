import type { EventToStore } from '#event-store';
import { eventIdOf, toUtc, type DatedFact, type EventMetadata, type FactCatalogue } from '#kernel';
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

/** The source of events that a decision added: the ledger itself, so that no source's own id can be one of theirs. */
export const DECISION_SOURCE = 'urn:rapport:decision';

/**
 * The events of what a decider answered for a fact. The fact itself keeps its id; the further ones, in their order, get
 * ids of their own that a repetition would get too, and name the fact as their cause.
 */
export function eventsOfDecision(
  fact: FactToRecord,
  decided: readonly DatedFact[],
  catalogue: FactCatalogue,
): EventToStore[] {
  const own = eventIdOf(fact.source, fact.sourceId);
  if (!decided.some((each) => each.id === own)) {
    throw new Error(`the decider of ${fact.type} must answer with the fact it was asked about`);
  }
  let further = 0;
  return decided.map(({ id, type, data, occurredAt }) => {
    const said = id === own ? fact : furtherFact(fact, own, (further += 1));
    const metadata = metadataOf(said, inUtc(occurredAt), catalogue.get(type).version);
    return { id: eventIdOf(said.source, said.sourceId), type, data, metadata };
  });
}

/** The id of the `count`-th event, from 1, that a decision added to the fact of this event. */
export function furtherEventId(factEventId: string, count: number): string {
  return eventIdOf(DECISION_SOURCE, furtherSourceId(factEventId, count));
}

function furtherSourceId(factEventId: string, count: number): string {
  return `${factEventId}#${count}`;
}

function furtherFact(fact: FactToRecord, own: string, count: number): FactToRecord {
  return {
    ...fact,
    source: DECISION_SOURCE,
    sourceId: furtherSourceId(own, count),
    subject: `customer:${fact.customerId}`,
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
