import { type RecordedEvent, ValidationFailed, isInstant, toUtc } from '#kernel';

/**
 * Two questions about time that a read may ask, both RFC 3339 in UTC. `asOf`: what was true then (by occurredAt);
 * `knownAt`: what did the ledger know then (by recordedAt). Without either: as things stand.
 */
export interface Moment {
  asOf?: string;
  knownAt?: string;
}

/** The moment that a caller's texts mean. Throws ValidationFailed for what is no date-time. */
export function parseMoment(texts: { asOf?: string | undefined; knownAt?: string | undefined }): Moment {
  const moment: Moment = {};
  for (const field of ['asOf', 'knownAt'] as const) {
    const text = texts[field];
    if (text === undefined) continue;
    if (!isInstant(text)) {
      throw new ValidationFailed([{ field, rule: 'format', message: 'must be an existing date-time (RFC 3339)' }]);
    }
    moment[field] = toUtc(text);
  }
  return moment;
}

export function asksForPast(moment: Moment): boolean {
  return moment.asOf !== undefined || moment.knownAt !== undefined;
}

/** Whether the event counts at that moment. */
export function countsAt(event: RecordedEvent, { asOf, knownAt }: Moment): boolean {
  const { occurredAt, recordedAt } = event.metadata;
  return (asOf === undefined || occurredAt <= asOf) && (knownAt === undefined || recordedAt <= knownAt);
}

/** The instant at which dates are judged: the one asked for, else now. */
export function instantOf({ asOf, knownAt }: Moment, now: Date = new Date()): string {
  return asOf ?? knownAt ?? now.toISOString();
}
