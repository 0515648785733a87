import type { CapPeriod, EarningCap } from '../events/program-rules.js';
import type { EarnedPart } from '../events/points-earned.js';
import type { Counted } from './counted.js';

/** Points that a rule, or without one the whole programme, has given in the calendar period around an instant. */
export type GivenBefore = (rule: string | undefined, period: Exclude<CapPeriod, 'fact'>, at: string) => number;

/** What each rule gives, under its own caps, then those of the programme, then what an account can hold. */
export function capped(
  counted: readonly { rule: string; caps: readonly EarningCap[]; by: Counted }[],
  programCaps: readonly EarningCap[],
  given: GivenBefore,
  at: string,
  room: number,
): EarnedPart[] {
  let left = Math.min(
    room,
    roomUnder(programCaps, (period) => given(undefined, period, at)),
  );
  return counted.map(({ rule, caps, by }) => {
    const most = Math.min(
      left,
      roomUnder(caps, (period) => given(rule, period, at)),
    );
    const points = by.points < BigInt(most) ? Number(by.points) : most;
    left -= points;
    const withheld = by.points - BigInt(points);
    return { rule, points, counted: by.counted, ...(withheld > 0n ? { withheld: asSafe(withheld) } : {}) };
  });
}

/** How much of a calendar period an instant's text shares with the others of that period, in UTC. */
const SHARED_CHARACTERS = { day: 10, month: 7, year: 4, ever: 0 } as const;

/** The beginning that the texts of all instants (or days) of the calendar period around `at` have in common. */
export function periodPrefix(period: Exclude<CapPeriod, 'fact'>, at: string): string {
  return at.slice(0, SHARED_CHARACTERS[period]);
}

function roomUnder(caps: readonly EarningCap[], given: (period: Exclude<CapPeriod, 'fact'>) => number): number {
  return caps.reduce(
    (room, { points, per }) => Math.min(room, Math.max(0, points - (per === 'fact' ? 0 : given(per)))),
    Number.MAX_SAFE_INTEGER,
  );
}

function asSafe(points: bigint): number {
  return Number(points > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : points);
}
