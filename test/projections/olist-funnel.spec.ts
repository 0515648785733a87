import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FactToRecord } from '#intake';
import { eventIdOf, type RecordedEvent } from '#kernel';
import { foldRows } from '#projections';
import {
  conversion,
  type ConversionQuestion,
  figuresByGroup,
  funnel,
  type FunnelRow,
  type FunnelUnit,
  funnelUnitOf,
  groupOf,
  pathOf,
  spellsIn,
  timeInStage,
} from '#sales';
import { factsOfFolder } from '../intake/presets/facts-of-file.js';
import { dataFile, temporaryDirectory } from '../intake/support.js';

const file = dataFile('olist/olist_closed_deals_dataset.csv');
const INSTANT = '2018-12-01T00:00:00.000Z';

/** The fact as it would stand in the log. */
function recorded(fact: FactToRecord, index: number): RecordedEvent {
  const { source, sourceId, occurredAt, type, data, stream } = fact;
  return {
    id: eventIdOf(source, sourceId),
    type,
    data,
    stream,
    revision: 0,
    position: BigInt(index + 1),
    metadata: { source, sourceId, occurredAt, recordedAt: '2026-01-01T00:00:00.000Z', schemaVersion: 1 },
  };
}

/** Published and recomputed figures: 8,000 leads, 842 won, 1 of them before the first contact. */
(file ? describe : describe.skip)('the funnel of Olist (needs the published files)', () => {
  let units: FunnelUnit[];
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;

  beforeAll(async () => {
    directory = await temporaryDirectory();
    const { facts } = await factsOfFolder(dirname(file!), 'olist', directory.path('rejects'));
    const rows = foldRows(funnel, facts.map(recorded)).get('funnel')!.values() as Iterable<unknown>;
    units = Array.from(rows as Iterable<FunnelRow>, (row) => funnelUnitOf(row, INSTANT));
  });
  afterAll(() => directory.remove());

  const question = (changes: Partial<ConversionQuestion> = {}): ConversionQuestion => ({
    steps: ['LeadCaptured', 'customer'],
    windowMs: null,
    order: 'any',
    instant: INSTANT,
    ...changes,
  });
  const paths = (asked: ConversionQuestion) => units.flatMap((unit) => pathOf(unit, asked) ?? []);

  it('has 842 customers of 8,000 leads, half of them within 14.65 days, in the mean within 49.10', () => {
    const { steps, open } = conversion(paths(question()), question());
    expect(steps[0]).toMatchObject({ customers: 8_000 });
    expect(steps[1]).toMatchObject({ customers: 842, dropOff: 7_158 });
    expect(steps[1]!.medianDays).toBeCloseTo(14.65, 2);
    expect(steps[1]!.meanDays).toBeCloseTo(49.1, 1);
    expect(steps[1]!.percentOfFirst).toBeCloseTo(10.525, 1);
    expect(open).toBe(7_158);
  });

  it('keeps the one win before the first contact, unless the order of the steps is asked for', () => {
    const inDays = paths(question()).flatMap(({ times: [lead, won] }) => (won === undefined ? [] : [won - lead!]));
    expect(inDays.filter((days) => days < 0)).toHaveLength(1);
    const ordered = question({ order: 'ordered' });
    expect(conversion(paths(ordered), ordered).steps[1]).toMatchObject({ customers: 841 });
    // Who is a customer already does not become a lead by a contact.
    const stages = question({ steps: ['lead', 'customer'], order: 'ordered' });
    expect(conversion(paths(stages), stages).steps).toMatchObject([{ customers: 7_999 }, { customers: 841 }]);
  });

  it('has the conversion of every origin, an empty one and one called unknown apart', () => {
    const found = figuresByGroup(
      paths(question()),
      ({ unit, times }) => groupOf(unit, { by: 'origin' }, times[0]!),
      (some) => conversion(some, question()).steps,
      { by: 'origin' },
    ).map(({ group, 0: leads, 1: won }) => [group, leads!.customers, won!.customers, won!.percentOfFirst]);
    expect(found).toEqual([
      ['organic_search', 2_296, 271, 11.8],
      ['paid_search', 1_586, 195, 12.3],
      ['social', 1_350, 75, 5.56],
      ['unknown', 1_099, 179, 16.29],
      ['direct_traffic', 499, 56, 11.22],
      ['email', 493, 15, 3.04],
      ['referral', 284, 24, 8.45],
      ['other', 150, 4, 2.67],
      ['display', 118, 6, 5.08],
      ['other_publicities', 65, 3, 4.62],
      [null, 60, 14, 23.33],
    ]);
  });

  it('has the wins of each month, and the cycle of leads from social networks', () => {
    const won = units.flatMap(({ stays }) => stays.filter(({ stage }) => stage === 'customer'));
    const byMonth: Record<string, number> = {};
    for (const { enteredAt } of won) byMonth[enteredAt.slice(0, 7)] = (byMonth[enteredAt.slice(0, 7)] ?? 0) + 1;
    const months = Object.keys(byMonth).sort();
    expect(months.map((month) => byMonth[month])).toEqual([3, 73, 113, 147, 207, 122, 57, 37, 33, 23, 21, 6]);
    const social = paths(question()).filter(({ unit }) => unit.origin === 'social');
    expect(conversion(social, question()).steps[1]!.meanDays).toBeCloseTo(61.62, 1);
  });

  it('takes the leads that are still open for lasting longer', () => {
    const figures = timeInStage(units.flatMap((unit) => spellsIn(unit, 'lead', {}, INSTANT)));
    // Nine of ten leads were never won: half of them last until they are dormant, not 14 days.
    expect(figures).toMatchObject({ entries: 7_999, medianDays: 365 });
    expect(figures.open).toBeGreaterThan(3_000);
  });
});
