import type { DocumentRow } from '../projections/document-table.js';
import type { PaymentRow } from '../projections/payment-table.js';

/** What a document asks to be paid, and how that stands at an instant. Money in minor units. */
export interface Claim {
  documentId: string;
  documentType: string | null;
  number: string | null;
  purchaseId: string | null;
  opportunityId: string | null;
  amount: number;
  currency: string;
  dueAt: string;
  paid: number;
  outstanding: number;
  /** overdue: something is outstanding and its day has passed. */
  state: 'paid' | 'due' | 'overdue';
}

/**
 * Sums of one currency in minor units. claimed = paid + due + overdue; received - refunded = paid + unallocated.
 */
export interface PaymentSums {
  currency: string;
  claimed: number;
  paid: number;
  /** Outstanding, its day has not passed. */
  due: number;
  overdue: number;
  received: number;
  refunded: number;
  /** Received and kept, but no claim is there that it could pay. */
  unallocated: number;
}

export interface PaymentControl {
  claims: Claim[];
  sums: PaymentSums[];
}

/**
 * What a customer owes at an instant (RFC 3339 in UTC). A document claims its amount when it says by when it is to be
 * paid, from its issue until it is cancelled. A payment, less what was refunded of it by then, pays the document that it
 * names; else the documents of the purchase that it names, else those of the opportunity, the one due first before the
 * others. What is left over pays nothing else.
 */
export function paymentControlAt(
  documents: readonly DocumentRow[],
  payments: readonly PaymentRow[],
  instant: string,
): PaymentControl {
  const claims = documents.flatMap((document) => claimOf(document, instant)).sort(dueFirst);
  const open = claims.map((claim) => claim.amount);
  const kept = payments
    .filter(({ received_at: at }) => at !== null && at <= instant)
    .map((payment) => ({ payment, refunded: refundedBy(payment, instant) }));
  const sums = new Map<string, PaymentSums>();
  // Those that say exactly what they pay come first, so that the others find what is really open.
  for (const { payment, refunded } of [...kept].sort((a, b) => vagueness(a.payment) - vagueness(b.payment))) {
    const left = allocate(payment, payment.amount - refunded, claims, open);
    const sum = sumsOf(sums, payment.currency);
    sum.received += payment.amount;
    sum.refunded += refunded;
    sum.unallocated += left;
  }
  const settled = claims.map((claim, index) => settledClaim(claim, open[index]!, instant));
  for (const claim of settled) {
    const sum = sumsOf(sums, claim.currency);
    sum.claimed += claim.amount;
    sum.paid += claim.paid;
    if (claim.state !== 'paid') sum[claim.state] += claim.outstanding;
  }
  return { claims: settled, sums: [...sums.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1)) };
}

type OpenClaim = Omit<Claim, 'paid' | 'outstanding' | 'state'>;

function claimOf(row: DocumentRow, instant: string): OpenClaim[] {
  const { amount, currency, due_at: dueAt, issued_at: issuedAt, cancelled_at: cancelledAt } = row;
  const inForce = issuedAt !== null && issuedAt <= instant && (cancelledAt === null || cancelledAt > instant);
  if (!inForce || amount === null || currency === null || dueAt === null) return [];
  return [
    {
      documentId: row.document_id,
      documentType: row.document_type,
      number: row.number,
      purchaseId: row.purchase_id,
      opportunityId: row.opportunity_id,
      amount,
      currency,
      dueAt,
    },
  ];
}

/** Takes the amount off what is open of the claims that the payment may pay; answers with what is left of it. */
function allocate(payment: PaymentRow, amount: number, claims: readonly OpenClaim[], open: number[]): number {
  let left = amount;
  claims.forEach((claim, index) => {
    if (left === 0 || !pays(payment, claim)) return;
    const part = Math.min(left, open[index]!);
    open[index]! -= part;
    left -= part;
  });
  return left;
}

function pays(payment: PaymentRow, claim: OpenClaim): boolean {
  if (payment.currency !== claim.currency) return false;
  if (payment.document_id !== null) return payment.document_id === claim.documentId;
  if (payment.purchase_id !== null) return payment.purchase_id === claim.purchaseId;
  return payment.opportunity_id !== null && payment.opportunity_id === claim.opportunityId;
}

function vagueness({ document_id: document, purchase_id: purchase }: PaymentRow): number {
  if (document !== null) return 0;
  return purchase !== null ? 1 : 2;
}

function settledClaim(claim: OpenClaim, outstanding: number, instant: string): Claim {
  const paid = claim.amount - outstanding;
  const state = outstanding === 0 ? 'paid' : claim.dueAt < instant ? 'overdue' : 'due';
  return { ...claim, paid, outstanding, state };
}

function refundedBy({ refunds }: PaymentRow, instant: string): number {
  return refunds.reduce((sum, { amount, at }) => (at <= instant ? sum + amount : sum), 0);
}

function sumsOf(sums: Map<string, PaymentSums>, currency: string): PaymentSums {
  const known = sums.get(currency);
  if (known) return known;
  const made = { currency, claimed: 0, paid: 0, due: 0, overdue: 0, received: 0, refunded: 0, unallocated: 0 };
  sums.set(currency, made);
  return made;
}

function dueFirst(a: OpenClaim, b: OpenClaim): number {
  return a.dueAt === b.dueAt ? (a.documentId < b.documentId ? -1 : 1) : a.dueAt < b.dueAt ? -1 : 1;
}
