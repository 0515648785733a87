import { RapportError, Unavailable, type Violation } from '#kernel';
import type { Recorded } from '../recording/fact-to-record.js';

/** What became of one item of a batch or a line of a stream. */
export type ItemAnswer =
  | { status: 'stored' | 'duplicate'; eventIds: string[]; revision: number; position: string }
  | { status: 'rejected'; code: string; detail: string; errors?: readonly Violation[] };

/** The answer to one item. Errors that are not the item's own fault are thrown on: they fail the whole request. */
export function itemAnswer(outcome: PromiseSettledResult<Recorded>): ItemAnswer {
  if (outcome.status === 'rejected') return rejection(outcome.reason);
  const { eventIds, revision, position, duplicate } = outcome.value;
  return { status: duplicate ? 'duplicate' : 'stored', eventIds, revision, position: String(position) };
}

export function rejection(error: unknown): ItemAnswer {
  // That the log is away is no answer to an item: whoever took it for one would not send the item again.
  if (!(error instanceof RapportError) || error instanceof Unavailable) throw error;
  const { code, message: detail, violations: errors } = error;
  return { status: 'rejected', code, detail, ...(errors.length > 0 ? { errors } : {}) };
}
