import { type DatedFact, decider, refuse } from '#kernel';
import type { PurchaseRecorded, PurchaseReturned } from '../events/index.js';
import { purchaseReference } from '../purchase-reference.js';

/** Purchases and returns of one customer, newest first: a list that grows without being copied. */
type Trade = { readonly newest: DatedFact; readonly earlier: Trade } | undefined;

/** What was bought under one purchase id and came back already. */
interface Bought {
  /** Minor units by currency. */
  paid: Map<string, number>;
  paidBack: Map<string, number>;
  /** Pieces by stock keeping unit; unknown when a purchase did not say its lines. */
  pieces: Map<string, number> | undefined;
  piecesBack: Map<string, number>;
}

/** Only what was bought can be returned: the purchase is known, the money and the pieces are not more than it had. */
export const returns = decider<Trade>({
  decides: ['PurchaseReturned'],
  initialState: () => undefined,

  evolve(state, fact) {
    const known = fact.type === 'PurchaseRecorded' || fact.type === 'PurchaseReturned';
    return known ? { newest: fact, earlier: state } : state;
  },

  decide(fact, state) {
    const returned = fact.data as PurchaseReturned;
    const bought = boughtAs(returned.purchaseId, state);
    if (!bought) refuse('known-purchase', 'purchaseId', `the customer has no purchase ${returned.purchaseId}`);
    checkMoney(returned, bought);
    checkPieces(returned, bought);
    return [fact];
  },
});

function boughtAs(purchaseId: string, trade: Trade): Bought | undefined {
  let found = false;
  const bought: Bought = { paid: new Map(), paidBack: new Map(), pieces: new Map(), piecesBack: new Map() };
  for (let at = trade; at; at = at.earlier) {
    const { newest: fact } = at;
    if (fact.type === 'PurchaseReturned') {
      const data = fact.data as PurchaseReturned;
      if (data.purchaseId !== purchaseId) continue;
      add(bought.paidBack, data.total.currency, data.total.amount);
      for (const line of data.lines ?? []) add(bought.piecesBack, line.sku, line.quantity);
    } else {
      const data = fact.data as PurchaseRecorded;
      if (purchaseReference(fact.id, data) !== purchaseId) continue;
      found = true;
      add(bought.paid, data.total.currency, data.total.amount);
      if (!data.lines) bought.pieces = undefined;
      for (const line of data.lines ?? []) if (bought.pieces) add(bought.pieces, line.sku, line.quantity);
    }
  }
  return found ? bought : undefined;
}

function checkMoney({ total }: PurchaseReturned, bought: Bought): void {
  const paid = bought.paid.get(total.currency);
  if (paid === undefined) {
    refuse('same-currency', 'total.currency', `the purchase was paid in ${[...bought.paid.keys()].join(', ')}`);
  }
  const left = paid - (bought.paidBack.get(total.currency) ?? 0);
  if (total.amount > left) {
    refuse('not-more-than-bought', 'total.amount', `at most ${left} of ${total.currency} are left to pay back`);
  }
}

function checkPieces({ lines = [] }: PurchaseReturned, { pieces, piecesBack }: Bought): void {
  if (!pieces) return;
  const back = new Map(piecesBack);
  lines.forEach((line, index) => {
    add(back, line.sku, line.quantity);
    const boughtPieces = pieces.get(line.sku) ?? 0;
    if (back.get(line.sku)! > boughtPieces) {
      const left = boughtPieces - (piecesBack.get(line.sku) ?? 0);
      refuse('not-more-than-bought', `lines.${index}.quantity`, `at most ${left} of ${line.sku} are left to return`);
    }
  });
}

function add(sums: Map<string, number>, key: string, amount: number): void {
  sums.set(key, (sums.get(key) ?? 0) + amount);
}
