import type { LoyaltyLotRow } from '../projections/loyalty-lot.js';
import type { LoyaltyMovementRow } from '../projections/loyalty-movement.js';
import type { MovementKind } from '../projections/points-moved.js';
import { type LotStatus, lotStatusAt } from './lots.js';

/** `available`: pending points became usable. It and an expiry that nobody has booked have no event: dates say them. */
export type StatementKind = MovementKind | 'available';

/** A change of an account, with what it led to. */
export interface StatementEntry {
  at: string;
  kind: StatementKind;
  /** Points into the lot; negative: out of it. `available`: those that became usable. */
  points: number;
  /** Owed more; negative: less. */
  debt: number;
  lotId: string | null;
  program: string;
  /** Version of the programme that decided; null where dates did. */
  programVersion: number | null;
  /** earned: the rules that gave points. */
  rules: string[];
  eventId: string | null;
  recordedAt: string | null;
  position: string | null;
  /** The account after it. */
  after: { balance: number; pending: number; debt: number };
}

/** An entry with its order among those of one instant: by position, then by place. */
export interface OrderedEntry extends StatementEntry {
  order: readonly [position: number, place: number];
}

type Change = Omit<OrderedEntry, 'after' | 'points'> & {
  /** Undefined: all that is left of the lot. */
  points: number | undefined;
};

/**
 * How the account came about: every movement up to an instant with the balance after it, and between them what the dates
 * did to the lots. The balance after an entry is what the account answers as of its instant, once the last entry of that
 * instant is done. At one instant dates come first: a lot that ends then can no longer be used, one that begins can.
 */
export function statementOf(
  lots: readonly LoyaltyLotRow[],
  movements: readonly LoyaltyMovementRow[],
  instant: string,
): OrderedEntry[] {
  const made = new Map(inOrderOfMaking(lots).map((lot) => [lot.lot_id, lot]));
  const changes = [...movementChanges(made, movements), ...dateChanges(made, movements)]
    .filter(({ at }) => at <= instant)
    .sort((a, b) => compare(a.at, b.at) || a.order[0] - b.order[0] || a.order[1] - b.order[1]);
  const account = new RunningAccount(made);
  // What the dates do to a lot that is used up is nothing, unless it was booked.
  return changes
    .map((change) => account.apply(change))
    .filter(({ points, eventId }) => points !== 0 || eventId !== null);
}

/** However the rows came: what the dates do to several lots at one instant must stand in the same order on every page. */
function inOrderOfMaking(lots: readonly LoyaltyLotRow[]): LoyaltyLotRow[] {
  return lots
    .filter(({ created_at: at }) => at !== null)
    .sort((a, b) => a.position! - b.position! || a.place! - b.place!);
}

function movementChanges(lots: ReadonlyMap<string, LoyaltyLotRow>, movements: readonly LoyaltyMovementRow[]): Change[] {
  return movements.flatMap((row) => {
    const lot = row.lot_id === null ? undefined : lots.get(row.lot_id);
    // A booking only repeats what the dates say; a lot that is not known at the moment asked for moves nothing.
    if (row.kind === 'expired' || (row.lot_id !== null && !lot)) return [];
    return [
      {
        // Nothing can have left a lot before there was one, whatever a late report says.
        at: lot && lot.created_at! > row.at ? lot.created_at! : row.at,
        kind: row.kind,
        points: row.points,
        debt: row.debt,
        lotId: row.lot_id,
        program: row.program,
        programVersion: row.program_version,
        rules: row.kind === 'earned' ? (lot?.parts ?? []).map(({ rule }) => rule) : [],
        eventId: row.event_id,
        recordedAt: row.recorded_at,
        position: String(row.position),
        order: [row.position, row.place],
      },
    ];
  });
}

function dateChanges(lots: ReadonlyMap<string, LoyaltyLotRow>, movements: readonly LoyaltyMovementRow[]): Change[] {
  const bookings = new Map(movements.filter(({ kind }) => kind === 'expired').map((row) => [row.lot_id, row]));
  const changes: Change[] = [];
  for (const lot of lots.values()) {
    const { lot_id: id, created_at: createdAt, available_from: availableFrom, expires_at: expiresAt } = lot;
    if (availableFrom! > createdAt! && (expiresAt === null || availableFrom! < expiresAt)) {
      changes.push(dateChange('available', availableFrom!, lot, changes.length));
    }
    if (expiresAt !== null && expiresAt > createdAt!) {
      changes.push(dateChange('expired', expiresAt, lot, changes.length, bookings.get(id)));
    }
  }
  return changes;
}

function dateChange(
  kind: StatementKind,
  at: string,
  lot: LoyaltyLotRow,
  place: number,
  booking?: LoyaltyMovementRow,
): Change {
  return {
    at,
    kind,
    points: undefined,
    debt: 0,
    lotId: lot.lot_id,
    program: lot.program,
    programVersion: booking?.program_version ?? null,
    rules: [],
    eventId: booking?.event_id ?? null,
    recordedAt: booking?.recorded_at ?? null,
    position: booking ? String(booking.position) : null,
    order: [0, place],
  };
}

/** Adds the changes up, one after the other. */
class RunningAccount {
  private readonly remaining = new Map<string, number>();
  private readonly sums: Record<LotStatus, number> = { active: 0, pending: 0, expired: 0 };
  private debt = 0;

  constructor(private readonly lots: ReadonlyMap<string, LoyaltyLotRow>) {}

  apply(change: Change): OrderedEntry {
    const points = this.move(change);
    this.debt += change.debt;
    const { active, pending } = this.sums;
    return { ...change, points, after: { balance: active - this.debt, pending, debt: this.debt } };
  }

  private move({ kind, lotId, points, at }: Change): number {
    if (lotId === null) return 0;
    const left = this.remaining.get(lotId) ?? 0;
    const { available_from: availableFrom, expires_at: expiresAt } = this.lots.get(lotId)!;
    if (points !== undefined) {
      this.remaining.set(lotId, left + points);
      this.sums[lotStatusAt({ availableFrom: availableFrom!, expiresAt }, at)] += points;
      return points;
    }
    if (kind === 'available') {
      this.sums.pending -= left;
      this.sums.active += left;
      return left;
    }
    this.sums[availableFrom! < at ? 'active' : 'pending'] -= left;
    this.sums.expired += left;
    return -left;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
