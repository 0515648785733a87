import { ValidationFailed } from '#kernel';
import type { JoinedFile, JoinedRows } from '../../mappings/joined-rows.js';

/** The offers that are made: one a line, found by their id. */
export const PORTFOLIO_FILE: JoinedFile = { file: 'portfolio.json', key: ['id'], format: { kind: 'ndjson' } };

const HOURS_A_DAY = 24;
const HOUR_MS = 3_600_000;
const CENTS = 100;

interface PortfolioRow {
  id: string;
  offer_type: string;
  /** Dollars to be spent; 0 for an offer that only informs. */
  difficulty: number;
  /** Points. */
  reward: number;
  /** Days. */
  duration: number;
  channels: string[];
}

/** An offer as it is made: what all of its makings say alike, and how long each holds. */
export interface PortfolioOffer {
  body: object;
  holdsMs: number;
}

/** Reads the offer of that id once. Throws ValidationFailed when the joined file has none, or one that is not in order. */
export function portfolioOf(rows: JoinedRows): (offerId: string) => PortfolioOffer {
  const read = new Map<string, PortfolioOffer>();
  return (offerId) => {
    let offer = read.get(offerId);
    if (!offer) read.set(offerId, (offer = offerOf(offerId, rows.get(offerId))));
    return offer;
  };
}

function offerOf(offerId: string, row: unknown): PortfolioOffer {
  const message = `the joined file portfolio has no offer ${offerId} with a type, difficulty, reward, duration and channels`;
  if (!isPortfolioRow(row)) throw new ValidationFailed([{ field: 'value.offer id', rule: 'joined', message }]);
  const { offer_type: kind, difficulty, reward, duration, channels } = row;
  return {
    body: {
      offerId,
      kind,
      channels,
      ...(reward > 0 ? { rewardPoints: reward } : {}),
      ...(difficulty > 0 ? { minimumSpend: { amount: difficulty * CENTS, currency: 'USD' } } : {}),
    },
    holdsMs: duration * HOURS_A_DAY * HOUR_MS,
  };
}

function isPortfolioRow(row: unknown): row is PortfolioRow {
  if (typeof row !== 'object' || row === null) return false;
  const { offer_type, difficulty, reward, duration, channels } = row as Record<string, unknown>;
  const numbers = [difficulty, reward, duration].every(
    (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  );
  return typeof offer_type === 'string' && numbers && Array.isArray(channels);
}
