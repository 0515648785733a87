import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Moment, ReadModels } from '#projections/read-models';
import type { LoyaltyLotRow } from '../projections/loyalty-lot.js';
import type { LoyaltyMovementRow } from '../projections/loyalty-movement.js';
import type { MovementKind } from '../projections/points-moved.js';
import { accountAt, type Points } from '../rules/account-at.js';
import { type LotAt, lotAt } from '../rules/lot-at.js';
import { readLoyaltyRows } from './loyalty-rows.js';

/** What moved in a lot, or in the debt, and the event that says so. */
export interface ExplainedMovement {
  kind: MovementKind;
  points: number;
  debt: number;
  at: string;
  recordedAt: string;
  eventId: string;
  programVersion: number;
}

/** A place behind a lot; they are ordered by the event that made them. */
export interface LotPlace {
  position: number;
  place: number;
}

/** A balance taken apart: what every lot adds to it, with the rule that made it and all that was taken from it. */
export interface LoyaltyExplanation extends Points {
  /** In the order in which they were recorded; used-up and expired ones too, since they explain what is not there. */
  lots: (LotAt & { movements: ExplainedMovement[] })[];
  /** How the debt came about. */
  debtMovements: ExplainedMovement[];
  next: LotPlace | null;
}

/** Why a customer's balance is what it is. */
export class GetLoyaltyExplanation extends Query<LoyaltyExplanation> {
  constructor(
    readonly customerId: string,
    readonly moment: Moment,
    readonly instant: string,
    readonly page: { limit: number; after?: LotPlace },
    readonly program?: string,
  ) {
    super();
  }
}

@QueryHandler(GetLoyaltyExplanation)
export class GetLoyaltyExplanationHandler implements IQueryHandler<GetLoyaltyExplanation> {
  constructor(private readonly readModels: ReadModels) {}

  /** Throws NotFound for a customer of whom the ledger knows nothing. */
  async execute({ customerId, moment, instant, page, program }: GetLoyaltyExplanation): Promise<LoyaltyExplanation> {
    const wanted = { moment, program, everything: true };
    const { accounts, lots, movements } = await readLoyaltyRows(this.readModels, customerId, wanted);
    const { lots: _, programs: __, ...points } = accountAt(lots, accounts, instant);
    const { after, limit } = page;
    const made = lots
      .filter(({ position }) => position !== null)
      .sort((a, b) => a.position! - b.position! || a.place! - b.place!);
    const rows = made.filter((row) => !after || comesAfter(row, after));
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      ...points,
      lots: shown.flatMap((row) => {
        const lot = lotAt(row, instant);
        return lot ? [{ ...lot, movements: explained(movements, (moved) => moved.lot_id === lot.lotId) }] : [];
      }),
      debtMovements: explained(movements, ({ debt }) => debt !== 0),
      next: last && rows.length > shown.length ? { position: last.position!, place: last.place! } : null,
    };
  }
}

function comesAfter({ position, place }: LoyaltyLotRow, after: LotPlace): boolean {
  return position! > after.position || (position === after.position && place! > after.place);
}

function explained(
  movements: readonly LoyaltyMovementRow[],
  wanted: (row: LoyaltyMovementRow) => boolean,
): ExplainedMovement[] {
  return movements
    .filter(wanted)
    .sort((a, b) => a.position - b.position || a.place - b.place)
    .map(({ kind, points, debt, at, recorded_at: recordedAt, event_id: eventId, program_version: programVersion }) => ({
      kind,
      points,
      debt,
      at,
      recordedAt,
      eventId,
      programVersion,
    }));
}
