import { withoutEmpty } from '../presets/without-empty.js';
import { campaignOf, channelOf } from './call-context.js';
import { CallValues } from './call-values.js';
import type { FactParts } from './fact-parts.js';
import type { SegmentCall } from './segment-call.js';

interface Line {
  sku: string;
  quantity: number;
  unitPrice: number;
}

/** An order that was paid: what he paid in all, and the products. */
export function orderCompleted(call: SegmentCall): FactParts {
  const said = new CallValues(call.fields.properties, 'properties');
  const currency = said.currency();
  const lines = linesOf(said, currency);
  const amount = said.minorUnits(currency, 'total', 'revenue', 'value') ?? sumOf(said, lines);
  const discount = said.minorUnits(currency, 'discount');
  const coupon = said.text('coupon');
  const data = withoutEmpty({
    purchaseId: said.requiredText('order_id', 'orderId'),
    total: { amount, currency },
    lines: lines.length > 0 ? lines : undefined,
    store: said.text('affiliation'),
    channel: channelOf(call),
    discount: discount === undefined || discount === 0 ? undefined : { amount: discount, currency },
    coupons: coupon === undefined ? undefined : [coupon],
    campaign: campaignOf(call),
  });
  said.check();
  return { type: 'PurchaseRecorded', data };
}

/** An order that was given back or cancelled after it was paid, in whole or in part. */
export function orderReturned(reasonCode?: string): (call: SegmentCall) => FactParts {
  return (call) => {
    const said = new CallValues(call.fields.properties, 'properties');
    const currency = said.currency();
    const lines = said.list('products').map((product) => ({ sku: skuOf(product), quantity: quantityOf(product) }));
    const amount = said.minorUnits(currency, 'total', 'revenue', 'value');
    if (amount === undefined) said.refuse('total', 'required', 'is required: what was paid back');
    const data = withoutEmpty({
      purchaseId: said.requiredText('order_id', 'orderId'),
      total: { amount: amount ?? 0, currency },
      lines: lines.length > 0 ? lines : undefined,
      reasonCode,
      channel: channelOf(call),
    });
    said.check();
    return { type: 'PurchaseReturned', data };
  };
}

function linesOf(said: CallValues, currency: string): Line[] {
  return said.list('products').map((product) => {
    const unitPrice = product.minorUnits(currency, 'price');
    if (unitPrice === undefined) product.refuse('price', 'required', 'is required');
    const line = { sku: skuOf(product), quantity: quantityOf(product), unitPrice: unitPrice ?? 0 };
    return { ...line, ...withoutEmpty({ name: product.text('name'), category: product.text('category') }) };
  });
}

function skuOf(product: CallValues): string {
  return product.requiredText('sku', 'product_id', 'productId', 'id');
}

function quantityOf(product: CallValues): number {
  return product.wholeNumber('quantity') ?? 1;
}

/** Where no total is said: the sum of the products. */
function sumOf(said: CallValues, lines: readonly Line[]): number {
  if (lines.length === 0) said.refuse('total', 'required', 'is required, or revenue, value, or products with prices');
  return lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
}
