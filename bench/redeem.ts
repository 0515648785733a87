import { randomUUID } from 'node:crypto';
import type { Ledger } from '#assembly';
import type { Append } from '#event-store';
import { RuleViolated } from '#kernel';
import type { PointsEarned, PointsRedeemed } from '#loyalty';
import type { BenchOptions } from './bench-options.js';
import { factAbout } from './support/facts.js';
import { recordAll, withLedgerOn } from './support/ledger-on.js';
import { type Rate, rateOf, round } from './support/rate.js';
import { sampleEvent, sampleStream } from './support/sample-event.js';
import { withScratchDatabase } from './support/scratch-database.js';

const CONCURRENCIES = [1, 32, 256];
const CUSTOMERS = 5_000;
/** Calls of a measurement with one caller; more callers, more calls. */
const CALLS_ALONE = 1_500;
const CALLS_TOGETHER = 15_000;
/** Ten purchases, each of 10,000 points by the programme that is there from the beginning: ten lots to choose from. */
const LOTS = 10;
const CENTS_OF_A_LOT = 1_000_000;
/** More than a customer's points are asked for here; exactly so many may succeed. */
const SCARCE = { customer: CUSTOMERS + 1, points: 1_000, asked: 2_000 };
const ONE = CUSTOMERS;
const AT = '2026-03-01T12:00:00Z';

/**
 * Redemptions of a point each, from the decision to the durable commit, through the recorder with all deciders and
 * policies: on distinct customers and on a single one; beside them what the bare log appends of single events by as many
 * callers. At the end the points of every customer are counted in the log: none was spent twice.
 */
export function redeem(databaseUrl: string, { scale = 1 }: BenchOptions) {
  return withScratchDatabase(databaseUrl, (url) =>
    withLedgerOn(url, async (ledger) => {
      await recordAll(ledger, purchases());
      const rates = [];
      for (const callers of CONCURRENCIES) {
        const calls = Math.ceil((callers === 1 ? CALLS_ALONE : CALLS_TOGETHER) * scale);
        const anybody = Array.from({ length: calls }, (_, number) => (number * 7_919) % CUSTOMERS);
        const log = await rateOf(callers, anyAppends(calls), (append) => ledger.store.append(append));
        const distinct = await rateOf(callers, anybody, (customer) => redeemPoint(ledger, customer));
        const one = await rateOf(callers, anybody, () => redeemPoint(ledger, ONE));
        rates.push({ callers, distinct, one, log, ratio: ratioOf(distinct, log), ratioOne: ratioOf(one, log) });
      }
      const scarce = await askForMoreThanThereIs(ledger);
      const together = rates.find(({ callers }) => callers === 32)!;
      return {
        name: 'redeem',
        unit: 'redemptions/s, 32 callers, distinct customers',
        value: together.distinct.perSecond,
        baseline: together.log.perSecond,
        ratio: together.ratio,
        rates,
        scarce,
        counted: await countPoints(ledger),
      };
    }),
  );
}

function* purchases() {
  const total = { amount: CENTS_OF_A_LOT, currency: 'EUR' };
  for (let lot = 0; lot < LOTS; lot += 1) {
    for (let customer = 0; customer <= ONE; customer += 1) {
      yield factAbout(customer, 'PurchaseRecorded', `purchase-${customer}-${lot}`, AT, { total });
    }
  }
  const scarce = { amount: SCARCE.points * 100, currency: 'EUR' };
  yield factAbout(SCARCE.customer, 'PurchaseRecorded', 'purchase-scarce', AT, { total: scarce });
}

function redeemPoint({ recorder }: Ledger, customer: number) {
  return recorder.record({ facts: [factAbout(customer, 'RedeemPoints', randomUUID(), AT, { points: 1 })] });
}

function anyAppends(count: number): Append[] {
  return Array.from({ length: count }, () => ({
    stream: sampleStream(CUSTOMERS).replace('customer-', 'other-'),
    expectedRevision: 'any',
    events: [sampleEvent()],
  }));
}

function ratioOf(rate: Rate, log: Rate): number {
  return round(rate.perSecond / log.perSecond, 2);
}

async function askForMoreThanThereIs(ledger: Ledger) {
  let refused = 0;
  const rate = await rateOf(256, Array.from({ length: SCARCE.asked }), async () => {
    try {
      await redeemPoint(ledger, SCARCE.customer);
    } catch (error) {
      if (!(error instanceof RuleViolated)) throw error;
      refused += 1;
    }
  });
  const redeemed = SCARCE.asked - refused;
  if (redeemed !== SCARCE.points) throw new Error(`${redeemed} of ${SCARCE.points} points were redeemed`);
  return { ...SCARCE, redeemed, refused, perSecond: rate.perSecond };
}

/** What the log says of every customer's points. Throws where a lot gave more than it had. */
async function countPoints({ store, codec }: Ledger) {
  const left = new Map<string, number>();
  let redemptions = 0;
  for await (const batch of store.readAll()) {
    for (const stored of batch) {
      if (stored.type !== 'PointsEarned' && stored.type !== 'PointsRedeemed') continue;
      const { type, data } = codec.decode(stored);
      if (type === 'PointsEarned') {
        const { lotId, points } = data as PointsEarned;
        left.set(lotId, points);
        continue;
      }
      redemptions += 1;
      for (const { lotId, points } of (data as PointsRedeemed).allocations) {
        const rest = (left.get(lotId) ?? 0) - points;
        if (rest < 0) throw new Error(`lot ${lotId} was overspent by ${-rest} points`);
        left.set(lotId, rest);
      }
    }
  }
  return { redemptions, lots: left.size, overspent: 0 };
}
