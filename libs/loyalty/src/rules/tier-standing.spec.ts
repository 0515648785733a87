import { describe, expect, it } from '@jest/globals';
import { Map } from 'immutable';
import type { DatedFact } from '#kernel';
import { type ProgramVersion, type Programs } from './programs.js';
import { tierStanding } from './tier-standing.js';

const EVIDENCE = {
  metric: 'points' as const,
  value: 120,
  threshold: 100,
  from: '2026-01-01T00:00:00.000Z',
  until: '2027-01-01T00:00:00.000Z',
};

const tiered: ProgramVersion = {
  program: 'points',
  programVersion: 1,
  effectiveFrom: '2020-01-01T00:00:00.000Z',
  earning: [],
  tiers: {
    metric: 'points',
    period: 'calendar_year',
    downgrade: 'to_qualified',
    tiers: [
      { tier: 'silver', threshold: 100 },
      { tier: 'gold', threshold: 300 },
    ],
  },
};
const { tiers: _tiers, ...plain } = tiered;
const published = (version: ProgramVersion = tiered): Programs => Map([['points', [version]]]);

const earned = (id: string, points: number): DatedFact => ({
  id,
  type: 'PointsEarned',
  occurredAt: '2026-02-01T12:00:00.000Z',
  data: {
    program: 'points',
    programVersion: 1,
    lotId: `${id}:points`,
    points,
    earnedAt: '2026-02-01T12:00:00.000Z',
    availableFrom: '2026-02-01T12:00:00.000Z',
    sourceEventId: id,
    parts: [],
  },
});
const reached = (id: string, tier: string, { program = 'points', type = 'TierReached' } = {}): DatedFact => ({
  id,
  type,
  occurredAt: '2026-02-01T12:00:00.000Z',
  data: {
    program,
    programVersion: 1,
    tier,
    effectiveAt: '2026-02-01T12:00:00.000Z',
    validUntil: '2028-01-01T00:00:00.000Z',
    evidence: EVIDENCE,
  },
});
const MARCH = '2026-03-01T00:00:00.000Z';

describe('where a customer stands in the tiers', () => {
  it('is what was decided, by the event that says so, and how far the next tier is', () => {
    const standing = tierStanding([earned('a', 120), reached('b', 'silver')], published(), 'points', MARCH);
    expect(standing.tier).toEqual({
      tier: 'silver',
      effectiveAt: '2026-02-01T12:00:00.000Z',
      validUntil: '2028-01-01T00:00:00.000Z',
      evidence: EVIDENCE,
      programVersion: 1,
      eventId: 'b',
    });
    expect(standing.progress).toMatchObject({ value: 120 });
  });

  it('is none where nothing was decided', () => {
    const standing = tierStanding([earned('a', 10)], published(), 'points', MARCH);
    expect(standing.tier).toBeNull();
    expect(standing.progress).toMatchObject({ value: 10 });
  });

  it('does not look at other programmes, nor at other facts', () => {
    const others = [reached('b', 'gold', { program: 'miles' }), reached('c', 'gold', { type: 'NoteAdded' })];
    expect(tierStanding(others, published(), 'points', MARCH).tier).toBeNull();
    const all = [...others, reached('d', 'silver'), reached('e', 'gold', { program: 'miles' })];
    expect(tierStanding(all, published(), 'points', MARCH).tier).toMatchObject({ tier: 'silver', eventId: 'd' });
  });

  it('is what the dates say where nobody has booked it yet', () => {
    const { tier } = tierStanding(
      [earned('a', 120), reached('b', 'silver')],
      published(),
      'points',
      '2028-06-01T00:00:00.000Z',
    );
    expect(tier).toMatchObject({ tier: null, effectiveAt: '2028-01-01T00:00:00.000Z', eventId: null });
  });

  it('has no progress where the programme has no tiers, or is not there', () => {
    expect(tierStanding([], published(plain), 'points', MARCH)).toEqual({ tier: null, progress: null });
    expect(tierStanding([], published(), 'miles', MARCH)).toEqual({ tier: null, progress: null });
  });
});
