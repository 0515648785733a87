import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Moment, ReadModels } from '#projections/read-models';
import { type CardState, type LoyaltyCardRow, loyaltyCardTable } from '../projections/loyalty-card.js';

/** A card as answers show it. */
export interface CardView {
  cardId: string;
  program: string | null;
  kind: string | null;
  state: CardState;
  issuedAt: string | null;
  blockedAt: string | null;
  replacedAt: string | null;
  replaces: string | null;
  replacedBy: string | null;
  reason: string | null;
}

/** A customer's cards, by when they were issued. */
export class ListCards extends Query<CardView[]> {
  constructor(
    readonly customerId: string,
    readonly moment: Moment,
  ) {
    super();
  }
}

@QueryHandler(ListCards)
export class ListCardsHandler implements IQueryHandler<ListCards> {
  constructor(private readonly readModels: ReadModels) {}

  /** Throws NotFound for a customer of whom the ledger knows nothing. */
  async execute({ customerId, moment }: ListCards): Promise<CardView[]> {
    const rows = await this.readModels.customerRows<LoyaltyCardRow>(loyaltyCardTable, customerId, moment);
    return rows
      .map((row) => ({
        cardId: row.card_id,
        program: row.program,
        kind: row.kind,
        state: row.state,
        issuedAt: row.issued_at,
        blockedAt: row.blocked_at,
        replacedAt: row.replaced_at,
        replaces: row.replaces,
        replacedBy: row.replaced_by,
        reason: row.reason,
      }))
      .sort((a, b) => ((a.issuedAt ?? '') + a.cardId < (b.issuedAt ?? '') + b.cardId ? -1 : 1));
  }
}
