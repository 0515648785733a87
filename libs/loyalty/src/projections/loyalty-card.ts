import { customerOfStream, projectedTable, type RecordedEvent } from '#kernel';
import type { CardBlocked, CardIssued, CardReplaced } from '../events/cards.js';

export const CARD_STATES = ['active', 'blocked', 'replaced'] as const;
export type CardState = (typeof CARD_STATES)[number];

/** A card of a customer. */
export interface LoyaltyCardRow {
  /** `<customer>:<number>`: a number that two customers claim shows with both. */
  card_key: string;
  card_id: string;
  customer_id: string;
  program: string | null;
  kind: string | null;
  state: CardState;
  issued_at: string | null;
  blocked_at: string | null;
  replaced_at: string | null;
  /** Number of the card in whose place it came, and of the one in its place. */
  replaces: string | null;
  replaced_by: string | null;
  reason: string | null;
}

export const loyaltyCardTable = projectedTable<LoyaltyCardRow>({
  name: 'loyalty_card',
  columns: {
    card_key: 'text',
    card_id: 'text',
    customer_id: 'uuid',
    program: 'text',
    kind: 'text',
    state: 'text',
    issued_at: 'timestamptz',
    blocked_at: 'timestamptz',
    replaced_at: 'timestamptz',
    replaces: 'text',
    replaced_by: 'text',
    reason: 'text',
  },
  key: 'card_key',
  indexes: ['(customer_id)', '(card_id)'],

  keysOf(event) {
    const customerId = customerOfStream(event.stream);
    return cardsOf(event).map((card) => `${customerId}:${card}`);
  },

  evolve(before, event, key) {
    const row = before ?? newCard(key, event);
    const at = event.metadata.occurredAt;
    switch (event.type) {
      case 'CardIssued': {
        const { program, kind } = event.data as CardIssued;
        return { ...row, issued_at: at, program: program ?? null, kind: kind ?? null };
      }
      case 'CardBlocked':
        return stated({ ...row, blocked_at: at, reason: (event.data as CardBlocked).reason });
      default:
        return replaced(row, event.data as CardReplaced, at);
    }
  },
});

function replaced(row: LoyaltyCardRow, { cardId, newCardId, reason }: CardReplaced, at: string): LoyaltyCardRow {
  return row.card_id === cardId
    ? stated({ ...row, replaced_at: at, replaced_by: newCardId, reason: reason ?? row.reason })
    : { ...row, issued_at: at, replaces: cardId };
}

/** A card that was replaced stays replaced, one that was blocked stays blocked, in whatever order one hears of it. */
function stated(row: LoyaltyCardRow): LoyaltyCardRow {
  return { ...row, state: row.replaced_at !== null ? 'replaced' : 'blocked' };
}

function cardsOf({ type, data }: RecordedEvent): string[] {
  if (type === 'CardIssued' || type === 'CardBlocked') return [(data as CardIssued | CardBlocked).cardId];
  if (type !== 'CardReplaced') return [];
  const { cardId, newCardId } = data as CardReplaced;
  return [cardId, newCardId];
}

function newCard(key: string, event: RecordedEvent): LoyaltyCardRow {
  const customerId = customerOfStream(event.stream)!;
  return {
    card_key: key,
    card_id: key.slice(customerId.length + 1),
    customer_id: customerId,
    program: null,
    kind: null,
    state: 'active',
    issued_at: null,
    blocked_at: null,
    replaced_at: null,
    replaces: null,
    replaced_by: null,
    reason: null,
  };
}
