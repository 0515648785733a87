import type { ProgramPublished } from '#loyalty';

/** A point for every euro, usable at once, for two years. */
export const PROGRAMME: ProgramPublished = {
  program: 'bench',
  programVersion: 1,
  effectiveFrom: '2020-01-01T00:00:00Z',
  earning: [{ rule: 'purchases', base: 'money', points: 1, per: 100 }],
  expiry: { kind: 'rolling', months: 24 },
};
