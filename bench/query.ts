import { DOMAINS, type Ledger } from '#assembly';
import { GetHistory, GetHistoryHandler, GetProfile, GetProfileHandler } from '#customers/queries';
import { type FactToRecord, seededRandom } from '#intake';
import { GetLoyalty, GetLoyaltyHandler } from '#loyalty/queries';
import type { BenchOptions } from './bench-options.js';
import { copyCustomers } from './support/copied-customers.js';
import { customerIdOf } from './support/customers.js';
import { factAbout } from './support/facts.js';
import { recordAll, withLedgerOn } from './support/ledger-on.js';
import { type Quantiles, quantilesOf } from './support/quantiles.js';
import { round } from './support/rate.js';
import { withScratchDatabase } from './support/scratch-database.js';
import { vacuum } from './support/vacuum.js';

/** The shape of the Starbucks set. */
const MEMBERS = 17_000;
const LINES = 306_534;
const TIMES = 10;
const HISTORY_PAGE = 50;
const WARM_UP = 300;
const QUERIES = 2_000;
const START = Date.parse('2018-07-27T00:00:00Z');
const DAYS = 30;

interface Shape {
  members: number;
  lines: number;
}

/**
 * Profile, first page of the history, and loyalty of random customers, one question at a time, through the handlers of
 * the query bus: in a made-up ledger of the shape of the Starbucks set, in one of ten times its customers, and in one of
 * as many events but ten times as many to a customer.
 */
export async function query(databaseUrl: string, { scale = 1 }: BenchOptions) {
  const base = { members: Math.ceil(MEMBERS * scale), lines: Math.ceil(LINES * scale) };
  const longer = { members: Math.ceil(base.members / TIMES), lines: base.lines };
  const started = performance.now();
  const { whole, tenfold } = await withScratchDatabase(databaseUrl, (url) =>
    withLedgerOn(url, async (ledger) => {
      await fill(ledger, base);
      const whole = await measure(ledger, base.members, 1);
      await copyCustomers(url, DOMAINS, TIMES);
      return { whole, tenfold: await measure(ledger, base.members, TIMES) };
    }),
  );
  const longHistories = await withScratchDatabase(databaseUrl, (url) =>
    withLedgerOn(url, async (ledger) => {
      await fill(ledger, longer);
      return measure(ledger, longer.members, 1);
    }),
  );
  return {
    name: 'query',
    unit: 'ms, p99 of the slowest kind',
    value: slowest(whole),
    target: 10,
    growth: { tenfold: growth(whole, tenfold), longHistories: growth(whole, longHistories), target: 1.5 },
    whole,
    tenfold,
    longHistories,
    seconds: Math.round((performance.now() - started) / 1_000),
  };
}

type Measured = Awaited<ReturnType<typeof measure>>;

async function measure(ledger: Ledger, members: number, copies: number) {
  const { readModels, store, codec, databaseUrl } = ledger;
  await vacuum(databaseUrl);
  const events = Number(await store.head());
  const profile = new GetProfileHandler(readModels);
  const history = new GetHistoryHandler(store, codec);
  const loyalty = new GetLoyaltyHandler(readModels);
  const instant = new Date(START + (DAYS + 1) * 86_400_000).toISOString();
  const random = seededRandom(7);
  const anyone = (): string => customerIdOf(random(members), random(copies));
  return {
    customers: members * copies,
    events,
    profile: await timesOf(() => profile.execute(new GetProfile(anyone(), {}))),
    history: await timesOf(() =>
      history.execute(new GetHistory(anyone(), {}, { direction: 'backwards', limit: HISTORY_PAGE })),
    ),
    loyalty: await timesOf(() => loyalty.execute(new GetLoyalty(anyone(), {}, instant))),
  };
}

async function timesOf(ask: () => Promise<unknown>): Promise<Quantiles> {
  for (let count = 0; count < WARM_UP; count += 1) await ask();
  const times: number[] = [];
  for (let count = 0; count < QUERIES; count += 1) {
    const startedAt = performance.now();
    await ask();
    times.push(performance.now() - startedAt);
  }
  return quantilesOf(times);
}

function slowest({ profile, history, loyalty }: Measured): number {
  return Math.max(profile.p99Ms, history.p99Ms, loyalty.p99Ms);
}

/** p99 over p99, kind by kind. */
function growth(from: Measured, to: Measured) {
  const of = (kind: 'profile' | 'history' | 'loyalty'): number => round(to[kind].p99Ms / from[kind].p99Ms, 2);
  return { profile: of('profile'), history: of('history'), loyalty: of('loyalty') };
}

/** Records the facts, with the points that follow from them, and derives the read models. */
async function fill(ledger: Ledger, shape: Shape): Promise<void> {
  await recordAll(ledger, facts(shape));
  await ledger.projections.catchUp();
}

function* facts({ members, lines }: Shape): Generator<FactToRecord> {
  const random = seededRandom(1);
  for (let member = 0; member < members; member += 1) {
    yield factAbout(member, 'CustomerRegistered', `member-${member}`, '2017-07-15T00:00:00Z', {
      name: `Member ${member}`,
    });
  }
  for (let line = 0; line < lines; line += 1) {
    const occurredAt = new Date(START + Math.floor((line * DAYS * 86_400) / lines) * 1_000).toISOString();
    const [type, data] = saying(random(100), random(4_000), line);
    yield factAbout(random(members), type, `line-${line}`, occurredAt, data);
  }
}

/** 45 % purchases, 25 % offers received, 19 % viewed, 11 % completed. */
function saying(percent: number, cents: number, line: number): [type: string, data: object] {
  const offer = { offerId: `offer-${line % 10}` };
  if (percent < 45) return ['PurchaseRecorded', { total: { amount: cents, currency: 'USD' } }];
  if (percent < 70) return ['OfferMade', offer];
  return [percent < 89 ? 'OfferViewed' : 'OfferAccepted', offer];
}
