import type { EventToStore } from '#event-store';
import { eventIdOf, toUtc, type DatedFact, type EventMetadata, type FactCatalogue } from '#kernel';
import type { FactToRecord } from './fact-to-record.js';

/** The event that says this fact: id, type, body and metadata, all but the time of recording. */
export function eventOfFact(fact: FactToRecord, catalogue: FactCatalogue): EventToStore {
  return {
    id: eventIdOf(fact.source, fact.sourceId),
    type: fact.type,
    data: fact.data,
    metadata: metadataOf(fact, fact.sourceId, inUtc(fact.occurredAt), catalogue.get(fact.type).version),
  };
}

/**
 * The events of what a decider answered for a fact. The fact itself keeps its id; the further ones, in their order, get
 * ids of their own that a repetition would get too.
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
    const sourceId = id === own ? fact.sourceId : furtherSourceId(fact.sourceId, (further += 1));
    const metadata = metadataOf(fact, sourceId, inUtc(occurredAt), catalogue.get(type).version);
    return { id: eventIdOf(fact.source, sourceId), type, data, metadata };
  });
}

/** The source id of the `count`-th event that a decision added to a fact, from 1. */
export function furtherSourceId(sourceId: string, count: number): string {
  return `${sourceId}#${count}`;
}

function metadataOf(
  fact: FactToRecord,
  sourceId: string,
  occurredAt: string,
  schemaVersion: number,
): EventToStore['metadata'] {
  const metadata: Omit<EventMetadata, 'recordedAt'> = { source: fact.source, sourceId, occurredAt, schemaVersion };
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
