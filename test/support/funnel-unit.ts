import type { FunnelUnit, StageStay } from '#sales';

const START = Date.parse('2020-01-01T00:00:00.000Z');

/** So many days after the beginning of 2020. */
export function day(number: number): string {
  return new Date(START + number * 86_400_000).toISOString();
}

/** A customer who entered stages on days; the last one he is still in. */
export function unit(
  way: readonly (readonly [stage: string, day: number])[],
  changes: Partial<Omit<FunnelUnit, 'stays' | 'firstOf'>> & { firstOf?: Record<string, number> } = {},
): FunnelUnit {
  const { firstOf = {}, ...others } = changes;
  return {
    customerId: '11111111-1111-5111-8111-111111111111',
    place: 1,
    stays: way.map(([stage, entered], index) => stay(stage, entered, way[index + 1]?.[1] ?? null)),
    firstOf: Object.fromEntries(Object.entries(firstOf).map(([type, number]) => [type, Date.parse(day(number))])),
    source: 'urn:spec',
    origin: null,
    owner: null,
    facts: {},
    ...others,
  };
}

function stay(stage: string, entered: number, left: number | null): StageStay {
  return {
    stage,
    enteredAt: day(entered),
    leftAt: left === null ? null : day(left),
    causeEventId: '22222222-2222-5222-8222-222222222222',
    causeType: 'CallLogged',
    rulesVersion: 1,
    evidence: { signal: 'contact', counts: {}, afterDays: null },
  };
}
