import { customerOfStream, projectedTable } from '#kernel';
import type { Programmed } from '../events/programmed.js';
import { type MovementKind, pointsMoved } from './points-moved.js';

/** What one event moved in one lot, or in the debt: the ledger of points, of which every sum is made. */
export interface LoyaltyMovementRow {
  /** `<event>#<place>`. */
  movement_id: string;
  event_id: string;
  /** Place among what the event moved, from 0. */
  place: number;
  customer_id: string;
  program: string;
  program_version: number;
  /** Null where only the debt changes. */
  lot_id: string | null;
  kind: MovementKind;
  /** Into the lot; negative: out of it. */
  points: number;
  /** Owed more; negative: less. */
  debt: number;
  /** When it counts: when the event happened; of a booked expiry, when the lot ended. */
  at: string;
  recorded_at: string;
  position: number;
}

export const loyaltyMovementTable = projectedTable<LoyaltyMovementRow>({
  name: 'loyalty_movement',
  columns: {
    movement_id: 'text',
    event_id: 'uuid',
    place: 'integer',
    customer_id: 'uuid',
    program: 'text',
    program_version: 'integer',
    lot_id: 'text',
    kind: 'text',
    points: 'bigint',
    debt: 'bigint',
    at: 'timestamptz',
    recorded_at: 'timestamptz',
    position: 'bigint',
  },
  key: 'movement_id',
  indexes: ['(customer_id)'],

  keysOf: (event) => pointsMoved(event).map((_, place) => `${event.id}#${place}`),

  evolve(_, event, key) {
    const place = Number(key.slice(event.id.length + 1));
    const { kind, lotId, points, debt, at } = pointsMoved(event)[place]!;
    const { program, programVersion } = event.data as Programmed;
    return {
      movement_id: key,
      event_id: event.id,
      place,
      customer_id: customerOfStream(event.stream)!,
      program,
      program_version: programVersion,
      lot_id: lotId,
      kind,
      points,
      debt,
      at,
      recorded_at: event.metadata.recordedAt,
      position: Number(event.position),
    };
  },
});
