import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadModels } from '#projections/read-models';
import { loyaltyMovementTable } from '../projections/loyalty-movement.js';
import { exactNumber } from './exact-number.js';
import { ACCOUNTS_THAT_DIFFER, type AccountThatDiffers } from './sql/accounts-that-differ.js';
import { BOOKS_OF_EXPIRY, type BooksOfExpiry } from './sql/books-of-expiry.js';
import { LOTS_THAT_DIFFER, type LotThatDiffers } from './sql/lots-that-differ.js';

/** How many that differ are shown. */
const SHOWN = 100;

/** Whether the books agree: lots, accounts and movements with each other, and booked expiry with the lots' dates. */
export interface Reconciliation {
  at: string;
  /** Nothing differs. What is due to be booked, or on its way between customers, is no difference. */
  agrees: boolean;
  lots: { checked: number; differing: number; shown: DifferingLot[] };
  accounts: { checked: number; differing: number; shown: DifferingAccount[] };
  /** Points booked as expired; and lots that have ended with points that are still to be booked. */
  expiry: { booked: number; dueLots: number; duePoints: number };
  /** Transfers whose points have left one customer and have not come to the other. */
  transfers: { open: number; points: number };
}

export interface DifferingLot {
  lotId: string;
  customerId: string | null;
  remaining: number;
  /** What the movements add up to. */
  moved: number;
  booked: number;
  /** What was left by all movements but the booking. */
  leftOver: number;
}

export interface DifferingAccount {
  customerId: string;
  program: string;
  remaining: number;
  moved: number;
  debt: number;
  movedDebt: number;
}

/** Checks the books of all customers against each other. */
export class GetReconciliation extends Query<Reconciliation> {
  constructor(
    /** RFC 3339 in UTC: decides what is due. */
    readonly instant: string,
  ) {
    super();
  }
}

@QueryHandler(GetReconciliation)
export class GetReconciliationHandler implements IQueryHandler<GetReconciliation> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ instant }: GetReconciliation): Promise<Reconciliation> {
    const movements = this.readModels.repository(loyaltyMovementTable);
    const [lots, accounts, [books]] = await Promise.all([
      movements.query<LotThatDiffers[]>(LOTS_THAT_DIFFER, [SHOWN]),
      movements.query<AccountThatDiffers[]>(ACCOUNTS_THAT_DIFFER, [SHOWN]),
      movements.query<[BooksOfExpiry]>(BOOKS_OF_EXPIRY, [instant]),
    ]);
    return {
      at: instant,
      agrees: lots.length === 0 && accounts.length === 0,
      lots: { checked: books.lots, differing: lots[0]?.differing ?? 0, shown: lots.map(differingLot) },
      accounts: {
        checked: books.accounts,
        differing: accounts[0]?.differing ?? 0,
        shown: accounts.map(differingAccount),
      },
      expiry: { booked: said(books.booked), dueLots: books.dueLots, duePoints: said(books.due) },
      transfers: { open: books.transfers, points: said(books.inTransit) },
    };
  }
}

function said(points: string): number {
  return exactNumber(BigInt(points));
}

function differingLot({ lotId, customerId, remaining, moved, booked, leftOver }: LotThatDiffers): DifferingLot {
  return {
    lotId,
    customerId,
    remaining: said(remaining),
    moved: said(moved),
    booked: said(booked),
    leftOver: said(leftOver),
  };
}

function differingAccount(row: AccountThatDiffers): DifferingAccount {
  const { customerId, program, remaining, moved, debt, movedDebt } = row;
  return {
    customerId,
    program,
    remaining: said(remaining),
    moved: said(moved),
    debt: said(debt),
    movedDebt: said(movedDebt),
  };
}
