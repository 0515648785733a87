import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Moment, ReadModels } from '#projections/read-models';
import { type OrderedEntry, type StatementEntry, statementOf } from '../rules/statement.js';
import { readLoyaltyRows } from './loyalty-rows.js';

/** A place between two entries of a statement; they are ordered by time, then position, then place. */
export interface StatementPlace {
  /** Milliseconds since the beginning of the year 1. */
  at: number;
  position: number;
  place: number;
}

export interface StatementPage {
  entries: StatementEntry[];
  /** The place behind the last entry, or null at the end. */
  next: StatementPlace | null;
}

/** A customer's points, movement by movement with the balance after each: the answer to "why is it this much?". */
export class GetLoyaltyStatement extends Query<StatementPage> {
  constructor(
    readonly customerId: string,
    readonly moment: Moment,
    /** RFC 3339 in UTC: up to when. */
    readonly instant: string,
    readonly page: { limit: number; direction: 'forwards' | 'backwards'; after?: StatementPlace },
    readonly program?: string,
  ) {
    super();
  }
}

@QueryHandler(GetLoyaltyStatement)
export class GetLoyaltyStatementHandler implements IQueryHandler<GetLoyaltyStatement> {
  constructor(private readonly readModels: ReadModels) {}

  /** Throws NotFound for a customer of whom the ledger knows nothing. */
  async execute({ customerId, moment, instant, page, program }: GetLoyaltyStatement): Promise<StatementPage> {
    const { lots, movements } = await readLoyaltyRows(this.readModels, customerId, {
      moment,
      program,
      everything: true,
    });
    const entries = statementOf(lots, movements, instant);
    if (page.direction === 'backwards') entries.reverse();
    const { after } = page;
    const sign = page.direction === 'forwards' ? 1 : -1;
    const first = after ? entries.findIndex((entry) => comparePlaces(placeOf(entry), after) * sign > 0) : 0;
    const from = first === -1 ? entries.length : first;
    const shown = entries.slice(from, from + page.limit);
    const last = shown.at(-1);
    return {
      entries: shown.map(({ order: _, ...entry }) => entry),
      next: last && from + shown.length < entries.length ? placeOf(last) : null,
    };
  }
}

const YEAR_1_MS = Date.parse('0001-01-01T00:00:00.000Z');

function placeOf({ at, order: [position, place] }: OrderedEntry): StatementPlace {
  return { at: Date.parse(at) - YEAR_1_MS, position, place };
}

function comparePlaces(a: StatementPlace, b: StatementPlace): number {
  return a.at - b.at || a.position - b.position || a.place - b.place;
}
