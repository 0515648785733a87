import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Money } from '#kernel';
import { ReadModels } from '#projections/read-models';
import { loyaltyMovementTable } from '../projections/loyalty-movement.js';
import { type OutstandingPoints, valued, type ValuedPoints } from '../rules/liability.js';
import { programInForce, type ProgramVersion } from '../rules/programs.js';
import {
  type DebtRollForward,
  debtRollForward,
  type Moved,
  type RollForward,
  rollForward,
} from '../rules/roll-forward.js';
import { exactNumber, exactNumbers } from './exact-number.js';
import { publishedPrograms } from './published-programs.js';
import { LOTS_BY_EXPIRY, type LotsByExpiry } from './sql/lots-by-expiry.js';
import { MOVED_IN_PERIOD, type MovedInPeriod } from './sql/moved-in-period.js';
import { OUTSTANDING_AT, type OutstandingAt } from './sql/outstanding-at.js';

/** Figures as numbers. */
type Said<T> = { [Name in keyof T]: T[Name] extends bigint ? number : T[Name] };

/** Points with their worth in minor units of the programme's currency; null where it gives points no value. */
export interface LiabilityLine extends Omit<Said<ValuedPoints>, 'month' | 'faceValue' | 'liability'> {
  faceValue: number | null;
  liability: number | null;
}

/** What is owed to customers of one programme. */
export interface ProgramLiability {
  program: string;
  /** Version in force at that instant, by which points are valued; null when there is none. */
  programVersion: number | null;
  /** `points` points are worth `value`; null where the programme gives them no value. */
  value: (Money & { points: number }) | null;
  expectedRedemptionPerMille: number;
  outstanding: LiabilityLine;
  /** By the month in which they can last be used (YYYY-MM, UTC); null: they never end. */
  byExpiry: (LiabilityLine & { month: string | null })[];
  /** Points outstanding over the period: the lines add up to the closing. */
  movements: Said<RollForward>;
  /** Points that customers owe, over the period. */
  debt: Said<DebtRollForward>;
}

export interface LiabilityReport {
  asOf: string;
  /** Where the period begins, itself not included; null: at the very beginning. */
  from: string | null;
  programs: ProgramLiability[];
  /** The liability of all programmes by currency, in minor units. */
  liability: Record<string, number>;
}

/** Points outstanding at an instant of all customers, what they are worth, and how they came about since another one. */
export class GetLiability extends Query<LiabilityReport> {
  constructor(
    /** RFC 3339 in UTC. */
    readonly asOf: string,
    readonly from?: string,
    readonly program?: string,
  ) {
    super();
  }
}

@QueryHandler(GetLiability)
export class GetLiabilityHandler implements IQueryHandler<GetLiability> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ asOf, from, program }: GetLiability): Promise<LiabilityReport> {
    const movements = this.readModels.repository(loyaltyMovementTable);
    const wanted = program ?? null;
    const since = from ?? '-infinity';
    const [published, lots, moved, opening] = await Promise.all([
      publishedPrograms(this.readModels),
      movements.query<LotsByExpiry[]>(LOTS_BY_EXPIRY, [since, asOf, wanted]),
      movements.query<MovedInPeriod[]>(MOVED_IN_PERIOD, [since, asOf, wanted]),
      from === undefined ? [] : movements.query<OutstandingAt[]>(OUTSTANDING_AT, [from, wanted]),
    ]);
    const names = [...new Set([...lots, ...moved, ...opening].map((row) => row.program))].sort();
    const programs = names.map((name) => {
      const isOwn = (row: { program: string }): boolean => row.program === name;
      const books = { lots: lots.filter(isOwn), moved: moved.filter(isOwn), opening: opening.filter(isOwn) };
      return programLiability(name, programInForce(published, name, asOf), books);
    });
    return { asOf, from: from ?? null, programs, liability: byCurrency(programs) };
  }
}

interface Books {
  lots: readonly LotsByExpiry[];
  moved: readonly MovedInPeriod[];
  opening: readonly OutstandingAt[];
}

function programLiability(program: string, version: ProgramVersion | undefined, books: Books): ProgramLiability {
  const lines = valued(books.lots.filter(({ ended, lots }) => !ended && lots > 0).map(outstandingOf), version ?? {});
  const outstanding = sumOf(lines);
  const moved = books.moved.map(movedOf);
  const ends = {
    opening: total(books.opening.map(({ points }) => points)),
    // What had ended was active or pending when it did; together with what moved in lots that had ended before.
    expired: total([
      ...books.lots.filter(({ ended }) => ended).flatMap(({ active, pending }) => [active, pending]),
      ...books.moved.map(({ of_ended: points }) => points),
    ]),
    closing: outstanding.points,
  };
  const debt = debtRollForward(moved, total(books.opening.map((row) => row.debt)));
  const value = version?.value;
  const isValued = value !== undefined;
  return {
    program,
    programVersion: version?.programVersion ?? null,
    value: value ? { ...value, points: version?.valuePoints ?? 1 } : null,
    expectedRedemptionPerMille: version?.expectedRedemptionPerMille ?? 1_000,
    outstanding: lineOf(outstanding, isValued),
    byExpiry: lines.map((line) => ({ month: line.month, ...lineOf(line, isValued) })),
    movements: exactNumbers(rollForward(moved, ends)),
    debt: exactNumbers(debt),
  };
}

function total(texts: readonly string[]): bigint {
  return texts.reduce((sum, text) => sum + BigInt(text), 0n);
}

type Line = Omit<ValuedPoints, 'month'>;

function lineOf(
  { active, pending, points, lots, expectedPoints, faceValue, liability }: Line,
  isValued: boolean,
): LiabilityLine {
  return {
    ...exactNumbers({ active, pending, points, lots, expectedPoints }),
    faceValue: isValued ? exactNumber(faceValue) : null,
    liability: isValued ? exactNumber(liability) : null,
  };
}

function sumOf(lines: readonly Line[]): Line {
  const sum = { active: 0n, pending: 0n, points: 0n, lots: 0, expectedPoints: 0n, faceValue: 0n, liability: 0n };
  for (const line of lines) {
    sum.active += line.active;
    sum.pending += line.pending;
    sum.points += line.points;
    sum.lots += line.lots;
    sum.expectedPoints += line.expectedPoints;
    sum.faceValue += line.faceValue;
    sum.liability += line.liability;
  }
  return sum;
}

function outstandingOf({ month, active, pending, lots }: LotsByExpiry): OutstandingPoints {
  return { month, active: BigInt(active), pending: BigInt(pending), lots };
}

function movedOf({ kind, out, points, debt }: MovedInPeriod): Moved {
  return { kind, out, points: BigInt(points), debt: BigInt(debt) };
}

function byCurrency(programs: readonly ProgramLiability[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { value, outstanding } of programs) {
    if (value && outstanding.liability !== null) {
      sums[value.currency] = exactNumber(BigInt(sums[value.currency] ?? 0) + BigInt(outstanding.liability));
    }
  }
  return sums;
}
