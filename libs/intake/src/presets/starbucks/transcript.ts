import { ValidationFailed, type Violation } from '#kernel';
import type { Joined } from '../../mappings/joined-rows.js';
import { numberToMinorUnits } from '../../mappings/minor-units.js';
import { type PortfolioOffer, portfolioOf } from './portfolio.js';

const HOUR_MS = 3_600_000;
const DOLLAR_DIGITS = 2;
/** More hours than this are no count from the test's start. */
const MAX_HOURS = 1_000_000;
const EVENTS = ['offer received', 'offer viewed', 'offer completed', 'transaction'];

interface TranscriptRow {
  person?: unknown;
  event?: unknown;
  value?: unknown;
  time?: unknown;
}

interface Making {
  id: string;
  subject: unknown;
  time: string;
  hoursMs: number;
}

/**
 * Makes the events of the transcript's lines. A line is known by its number: 397 of them repeat another word for word,
 * and are facts of their own.
 */
export function transcriptEvents(startMs: number): (row: unknown, number: number, joined: Joined) => object {
  const instants: string[] = [];
  let offerOf: ((offerId: string) => PortfolioOffer) | undefined;
  return (value, number, { portfolio }) => {
    const row = value as TranscriptRow;
    checkRow(row);
    const hours = row.time as number;
    const hoursMs = startMs + hours * HOUR_MS;
    const time = (instants[hours] ??= new Date(hoursMs).toISOString());
    offerOf ??= portfolioOf(portfolio!);
    return eventOf(row, { id: `transcript-line-${number}`, subject: row.person, time, hoursMs }, offerOf);
  };
}

function eventOf(
  { event, value }: TranscriptRow,
  { id, subject, time, hoursMs }: Making,
  offer: (offerId: string) => PortfolioOffer,
): object {
  const said = value as Record<string, unknown>;
  switch (event) {
    case 'offer received': {
      const { body, holdsMs } = offer(offerIdOf(said));
      const validUntil = new Date(hoursMs + holdsMs).toISOString();
      const data = { ...body, validFrom: time, validUntil };
      return { specversion: '1.0', id, type: 'OfferMade', subject, time, data };
    }
    case 'offer viewed':
      return { specversion: '1.0', id, type: 'OfferViewed', subject, time, data: { offerId: offerIdOf(said) } };
    case 'offer completed': {
      const data = { offerId: offerIdOf(said), rewardPoints: said.reward };
      return { specversion: '1.0', id, type: 'OfferAccepted', subject, time, data };
    }
    default: {
      const data = { total: { amount: centsOf(said.amount), currency: 'USD' } };
      return { specversion: '1.0', id, type: 'PurchaseRecorded', subject, time, data };
    }
  }
}

/** Written `offer id` where an offer was received or viewed, and `offer_id` where it was completed. */
function offerIdOf(said: Record<string, unknown>): string {
  const offerId = said['offer id'] ?? said.offer_id;
  if (typeof offerId === 'string') return offerId;
  throw refused({ field: 'value', rule: 'required', message: 'must have a text as "offer id" or "offer_id"' });
}

function centsOf(amount: unknown): number {
  const cents = typeof amount === 'number' ? numberToMinorUnits(amount, DOLLAR_DIGITS) : undefined;
  if (cents !== undefined) return cents;
  throw refused({ field: 'value.amount', rule: 'money', message: 'must be an amount of at most 2 decimals' });
}

function checkRow(row: TranscriptRow | null): void {
  if (typeof row !== 'object' || row === null) {
    throw refused({ field: '', rule: 'type', message: 'a row must be a JSON object' });
  }
  const { event, value, time } = row;
  const violations: Violation[] = [];
  if (typeof event !== 'string' || !EVENTS.includes(event)) {
    violations.push({ field: 'event', rule: 'enum', message: `must be one of ${EVENTS.join(', ')}` });
  }
  if (typeof value !== 'object' || value === null) {
    violations.push({ field: 'value', rule: 'type', message: 'must be an object' });
  }
  if (!Number.isInteger(time) || (time as number) < 0 || (time as number) > MAX_HOURS) {
    violations.push({ field: 'time', rule: 'integer', message: 'must be a whole number of hours since the start' });
  }
  if (violations.length > 0) throw new ValidationFailed(violations);
}

function refused(violation: Violation): ValidationFailed {
  return new ValidationFailed([violation]);
}
