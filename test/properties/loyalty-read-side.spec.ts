import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordedEvent } from '#kernel';
import {
  accountAt,
  loyalty,
  type LoyaltyAccountRow,
  type LoyaltyLotRow,
  type LoyaltyMovementRow,
  openLots,
  statementOf,
} from '#loyalty';
import { foldRows } from '#projections';
import { customersOf, recordedIn } from './loyalty/ledger-events.js';
import { history } from './loyalty/steps.js';
import { World } from './loyalty/world.js';

const HISTORIES = Number(process.env['RAPPORT_HISTORIES'] ?? 150);

interface Rows {
  accounts: LoyaltyAccountRow[];
  lots: LoyaltyLotRow[];
  movements: LoyaltyMovementRow[];
}

/** One customer's rows, of what had happened by an instant. */
function rowsAt(events: readonly RecordedEvent[], asOf: string): Rows {
  const rows = foldRows(
    loyalty,
    events.filter(({ metadata }) => metadata.occurredAt <= asOf),
  );
  const of = <Row>(table: string) => [...rows.get(table)!.values()] as Row[];
  return { accounts: of('loyalty_account'), lots: of('loyalty_lot'), movements: of('loyalty_movement') };
}

describe('the read side of points', () => {
  it(`says what the decisions go by, after each of ${HISTORIES} histories`, () => {
    fc.assert(
      fc.property(history, (steps) => {
        const world = new World().run(steps);
        const events = recordedIn(world, 'one');
        customersOf('one').forEach((id, customer) => {
          const own = events.filter(({ stream }) => stream.endsWith(id));
          const { accounts, lots } = rowsAt(own, '9999-12-31T00:00:00.000Z');
          const account = world.accountOf(customer);
          for (const { program, spendable, pending, debt } of accountAt(lots, accounts, world.instant).programs) {
            const open = openLots(account, program).filter(({ since }) => since <= world.instant);
            const there = open.filter(({ expiresAt }) => expiresAt === null || expiresAt > world.instant);
            const left = there.reduce((sum, lot) => sum + lot.remaining, 0);
            expect([program, spendable + pending, debt]).toEqual([
              program,
              left,
              account.programs.get(program)?.debt ?? 0,
            ]);
          }
        });
      }),
      { numRuns: HISTORIES },
    );
  });

  it(`answers as of any instant what the statement says after it, in each of ${HISTORIES} histories`, () => {
    let entriesSeen = 0;
    fc.assert(
      fc.property(history, (steps) => {
        const world = new World().run(steps);
        const events = recordedIn(world, 'one');
        for (const id of customersOf('one')) {
          const own = events.filter(({ stream }) => stream.endsWith(id));
          const { lots, movements } = rowsAt(own, '9999-12-31T00:00:00.000Z');
          const statement = statementOf(lots, movements, '9999-12-31T00:00:00.000Z');
          entriesSeen += statement.length;
          statement.forEach(({ at, after }, place) => {
            if (statement[place + 1]?.at === at) return;
            const then = rowsAt(own, at);
            const { balance, pending, debt } = accountAt(then.lots, then.accounts, at);
            expect([at, after]).toEqual([at, { balance, pending, debt }]);
          });
        }
      }),
      { numRuns: HISTORIES },
    );
    expect(entriesSeen).toBeGreaterThan(HISTORIES * 5);
  });
});
