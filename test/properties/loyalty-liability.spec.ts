import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Ledger } from '#assembly';
import { Recorder } from '#intake';
import { loyaltyDeciders, loyaltyPolicies } from '#loyalty';
import { LoyaltyBooking } from '#loyalty/booking';
import {
  GetLiability,
  GetLiabilityHandler,
  GetLoyalty,
  GetLoyaltyHandler,
  GetReconciliation,
  GetReconciliationHandler,
} from '#loyalty/queries';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { customersOf, recordedIn } from './loyalty/ledger-events.js';
import { history } from './loyalty/steps.js';
import { World } from './loyalty/world.js';

const WORLDS = 25;
const NOON = 'T12:00:00.000Z';
const DAYS = ['2026-01-20', '2026-03-01', '2026-05-15', '2026-09-01', '2027-06-01', '2031-01-01'].map(
  (day) => `${day}${NOON}`,
);

describe('the liability of a random population', () => {
  let database: TestDatabase;
  let ledger: Ledger;
  let customers: string[];

  beforeAll(async () => {
    database = await createTestDatabase();
    ledger = await Ledger.open({
      port: 0,
      home: 'unused',
      databaseUrl: database.url,
      eventStoreUrl: undefined,
      logLevel: 'silent',
      host: '127.0.0.1',
      work: 'here',
    });
    const { store, codec, projections } = ledger;
    const worlds = fc.sample(history, WORLDS).map((steps) => new World().run(steps));
    // Each in the order in which it was recorded there.
    for (const [number, world] of worlds.entries()) {
      for (const { id, type, data, stream, metadata } of recordedIn(world, String(number))) {
        const event = codec.encode({ id, type, data, metadata }, new Date());
        await store.append({ stream, expectedRevision: 'any', events: [event] });
      }
    }
    await projections.catchUp();
    customers = worlds.flatMap((world, number) =>
      customersOf(String(number)).filter((_, customer) => world.eventsOf(customer).length > 0),
    );
  }, 120_000);
  afterAll(async () => {
    await ledger.close();
    await database.drop();
  });

  const liability = (asOf: string, from?: string) =>
    new GetLiabilityHandler(ledger.readModels).execute(new GetLiability(asOf, from));

  it('is, to the point, what the customers themselves are told they have, as of any date', async () => {
    const handler = new GetLoyaltyHandler(ledger.readModels);
    for (const asOf of DAYS) {
      const sums = new Map<string, { active: number; pending: number; debt: number }>();
      for (const customer of customers) {
        const { programs } = await handler.execute(new GetLoyalty(customer, { asOf }, asOf));
        for (const { program, spendable, pending, debt } of programs) {
          const sum = sums.get(program) ?? { active: 0, pending: 0, debt: 0 };
          sums.set(program, {
            active: sum.active + spendable,
            pending: sum.pending + pending,
            debt: sum.debt + debt,
          });
        }
      }
      const { programs } = await liability(asOf);
      const reported = programs.map(({ program, outstanding: { active, pending }, debt }) => [
        program,
        { active, pending, debt: debt.closing },
      ]);
      expect([asOf, Object.fromEntries(reported)]).toEqual([asOf, Object.fromEntries([...sums].sort())]);
    }
  }, 60_000);

  it('rolls forward from any date to any later one', async () => {
    for (const [place, from] of DAYS.entries()) {
      const before = await liability(from);
      for (const asOf of DAYS.slice(place + 1)) {
        const { programs } = await liability(asOf, from);
        for (const { program, movements, outstanding, byExpiry, debt } of programs) {
          const { opening, closing, ...lines } = movements;
          const start = before.programs.find((each) => each.program === program);
          expect([from, asOf, opening, debt.opening]).toEqual([
            from,
            asOf,
            start?.outstanding.points ?? 0,
            start?.debt.closing ?? 0,
          ]);
          expect(opening + Object.values(lines).reduce((sum, points) => sum + points, 0)).toBe(closing);
          expect(debt.opening + debt.incurred + debt.repaid).toBe(debt.closing);
          expect(closing).toBe(outstanding.points);
          expect(byExpiry.reduce((sum, { points }) => sum + points, 0)).toBe(outstanding.points);
        }
      }
    }
  }, 60_000);

  it('does not change when what has ended is booked, and the books agree before and after', async () => {
    const { readModels, projections, store, codec, catalogue } = ledger;
    const now = new Date('2031-01-01T12:00:00.000Z');
    const rules = { deciders: loyaltyDeciders, policies: loyaltyPolicies };
    const recorder = new Recorder({ store, codec, catalogue, ...rules, clock: () => now });
    const until = now.toISOString();
    const reconcile = () => new GetReconciliationHandler(readModels).execute(new GetReconciliation(until));
    const booking = new LoyaltyBooking(readModels, recorder);

    // What comes in late counts from when it went out: transfers are completed first, and nothing else.
    const { transfers } = await reconcile();
    const completed = await booking.bookDue(until, { now, limit: 0 });
    await projections.catchUp();
    expect(completed).toMatchObject({ transfersCompleted: transfers.open, events: 0, failures: [] });

    const before = await Promise.all(DAYS.map((asOf) => liability(asOf)));
    const open = await reconcile();
    expect(open).toMatchObject({ agrees: true, transfers: { open: 0 } });
    expect(open.expiry.duePoints).toBeGreaterThan(0);

    const booked = await booking.bookDue(until, { now });
    await projections.catchUp();

    expect(booked).toMatchObject({ bookedBefore: 0, failures: [] });
    expect(await reconcile()).toMatchObject({ agrees: true, expiry: { dueLots: 0, duePoints: 0 } });
    expect(await Promise.all(DAYS.map((asOf) => liability(asOf)))).toEqual(before);
  }, 60_000);
});
