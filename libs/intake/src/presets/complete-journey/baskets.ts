import { ValidationFailed, type Violation } from '#kernel';
import { DateFormat } from '../../mappings/date-format.js';
import type { RowGroup } from '../../mappings/row-group.js';
import { RowValues } from '../row-values.js';

/** The published file is in UTC, though the shops are in New York. */
const TIME = new DateFormat('YYYY-MM-DD HH:mm:ss');
const CURRENCY = 'USD';
const DOLLAR_DIGITS = 2;
/** One amount of the file is 4.440892e-16: nothing, as a computer's fractions leave it. */
const NOISE = /^\d(?:\.\d+)?e-(?:0?9|[1-9]\d)$/;
/** Columns that are the basket's, and must say the same in all its lines. */
const BASKET_COLUMNS = ['household_id', 'store_id', 'transaction_timestamp'];

interface BasketLine {
  sku: string;
  quantity: number;
  unitPrice: number;
  total: number;
  discount?: number;
}

/** The lines of one basket as a purchase. Throws ValidationFailed that names the rows at fault. */
export function basketPurchase({ rows, numbers }: RowGroup): object {
  const lines = rows.map((row, at) => new RowValues(row as Record<string, string>, `row ${numbers[at]}: `));
  const first = lines[0]!;
  const basketId = first.text('basket_id');
  const subject = first.text('household_id');
  const time = first.instant('transaction_timestamp', TIME);
  const store = first.text('store_id');
  for (const line of lines) {
    for (const column of BASKET_COLUMNS) {
      if (line.text(column) === first.text(column)) continue;
      line.refuse(column, 'same-in-group', `must be as in row ${numbers[0]}, in the same basket`);
    }
  }
  const read = lines.map((line) => ({ ...lineOf(line), coupon: cents(line, 'coupon_disc') }));
  check(lines);

  const sum = (of: (line: (typeof read)[number]) => number): number => read.reduce((all, line) => all + of(line), 0);
  const money = (amount: number): { amount: number; currency: string } => ({ amount, currency: CURRENCY });
  const discount = sum((line) => line.discount ?? 0);
  const coupon = sum((line) => line.coupon);
  return {
    specversion: '1.0',
    id: `basket-${basketId}`,
    type: 'PurchaseRecorded',
    subject,
    time,
    data: {
      purchaseId: basketId,
      total: money(sum((line) => line.total)),
      lines: read.map(({ coupon: _, ...line }) => line),
      store,
      channel: 'shop',
      ...(discount > 0 ? { discount: money(discount) } : {}),
      ...(coupon > 0 ? { paidByCoupons: money(coupon) } : {}),
    },
  };
}

/** The shelf's price is what was paid with what the shop took off added again; a maker's coupon pays, it takes off nothing. */
function lineOf(line: RowValues): BasketLine {
  const sku = line.text('product_id');
  const quantity = Number(line.text('quantity'));
  if (!Number.isSafeInteger(quantity) || quantity < 0) line.refuse('quantity', 'integer', 'must be a whole number');
  const total = cents(line, 'sales_value');
  const discount = cents(line, 'retail_disc') + cents(line, 'coupon_match_disc');
  const unitPrice = quantity > 0 ? Math.round((total + discount) / quantity) : total + discount;
  return { sku, quantity, unitPrice, total, ...(discount > 0 ? { discount } : {}) };
}

function cents(line: RowValues, column: string): number {
  return NOISE.test(line.text(column)) ? 0 : line.minorUnits(column, DOLLAR_DIGITS);
}

function check(lines: readonly RowValues[]): void {
  const faults: Violation[] = lines.flatMap((line) => line.faults);
  if (faults.length > 0) throw new ValidationFailed(faults);
}
