import { type DatedFact, decider, type NewFact, toUtc, refuse } from '#kernel';
import type { BookAccount } from '../events/book-account.js';
import { PointsExpired } from '../events/points-expired.js';
import { hasExpired, inOrderOfUse } from '../rules/lots.js';
import { type Programs, versionInForce } from '../rules/programs.js';
import { accountMemory } from './account-memory.js';
import { type Account, openLots } from './account.js';
import { bookTiers } from './decide-tiers.js';
import { newFact } from './new-fact.js';

/**
 * What the dates have said already is written down: points that ended, once for each lot, and tiers that were kept or
 * lost, period by period. Each is dated when it took effect. Refused when there is nothing, as a command leads to a fact.
 */
export const bookAccount = decider<Account, Programs>({
  ...accountMemory,
  decides: ['BookAccount'],

  decide({ data, occurredAt, recordedAt = occurredAt }: DatedFact, account, published) {
    const until = toUtc((data as BookAccount).until ?? occurredAt);
    if (until > occurredAt || until > recordedAt)
      refuse('not-in-future', 'until', 'what has not come yet cannot be booked');
    const facts = dueBookings(account, published, until);
    if (facts.length === 0) refuse('nothing-to-book', 'until', `nothing has ended by ${until} that is not booked`);
    return facts;
  },
});

/** What there is to book by an instant; nothing where the books say all that the dates say. */
export function dueBookings(account: Account, published: Programs, until: string): NewFact[] {
  return [...account.programs.keys()].flatMap((program) => [
    ...expiriesOf(account, published, program, until),
    ...bookTiers(account, published, program, until),
  ]);
}

function expiriesOf(account: Account, published: Programs, program: string, until: string): NewFact[] {
  return openLots(account, program)
    .filter(({ expiresAt }) => hasExpired(expiresAt, until))
    .sort(inOrderOfUse)
    .map(({ lotId, remaining: points, expiresAt }) => {
      const effectiveAt = expiresAt!;
      const programVersion = versionInForce(published, program, effectiveAt);
      return newFact(PointsExpired, { program, programVersion, lotId, points, effectiveAt }, effectiveAt);
    });
}
