import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FactToRecord } from '#intake';
import { ValidationFailed } from '#kernel';
import { segmentEvent } from '../../libs/intake/src/segment/segment-event.js';
import { factsOfFile } from './presets/facts-of-file.js';
import { reader, readJsonLines, temporaryDirectory } from './support.js';

const call = (type: string, more: object = {}): object => ({
  type,
  messageId: 'm-1',
  userId: 'ann',
  timestamp: '2024-05-01T10:00:00.000Z',
  ...more,
});
const track = (event: string, properties: object = {}, more: object = {}): object =>
  call('track', { event, properties, ...more });

/** The fact as the ledger would take it: the body is checked too. */
const factOf = (value: unknown): FactToRecord => reader.read({ ...segmentEvent(value), source: 'urn:segment' });
const rulesOf = (value: unknown): string[] => {
  try {
    factOf(value);
  } catch (error) {
    if (error instanceof ValidationFailed) return error.violations.map(({ field, rule }) => `${field} ${rule}`);
    throw error;
  }
  return [];
};

describe('a call of the Segment spec', () => {
  it('has its messageId for its id, the user for its subject, and its timestamp for its time', () => {
    expect(segmentEvent(call('identify', { traits: { name: 'Ann' } }))).toEqual({
      specversion: '1.0',
      id: 'm-1',
      type: 'CustomerDetailsChanged',
      subject: 'ann',
      time: '2024-05-01T10:00:00.000Z',
      data: { name: 'Ann' },
    });
    const visitor = { userId: null, anonymousId: 'v-7', timestamp: undefined };
    expect(segmentEvent(call('page', visitor))).toMatchObject({
      subject: 'anonymous:v-7',
      data: { place: 'site', anonymousId: 'v-7' },
    });
    expect(segmentEvent(call('page', visitor))).not.toHaveProperty('time');
  });

  it('identifies by the traits that have a field, and keeps the others as attributes', () => {
    const traits = {
      ...{
        firstName: 'Ann',
        lastName: 'Lee',
        email: 'ann@example.com',
        phone: 49_151,
        birthday: '1980-02-29T00:00:00Z',
      },
      ...{
        address: { street: 'Am Markt 1', postalCode: '10115', city: 'Berlin' },
        gender: 'f',
        plan: 'gold',
        logins: 5,
      },
      ...{ tags: ['a', 'b'], nothing: null, vip: true },
    };
    const { data } = factOf(call('identify', { traits, anonymousId: 'v-7', context: { locale: 'de-DE' } }));
    expect(data).toEqual({
      name: 'Ann Lee',
      birthDate: '1980-02-29',
      gender: 'f',
      language: 'de-DE',
      contactPoints: [
        { kind: 'email', value: 'ann@example.com' },
        { kind: 'phone', value: '49151' },
        { kind: 'address', value: 'Am Markt 1, Berlin, 10115' },
      ],
      attributes: { plan: 'gold', logins: 5, tags: '["a","b"]', vip: true, anonymousId: 'v-7' },
    });
  });

  it('keeps a trait of an unexpected form, and never trips over one', () => {
    const { data } = factOf(call('identify', { traits: { email: { work: 'x@y' }, birthday: 'May', name: ['A'] } }));
    expect(data).toEqual({ attributes: { email: '{"work":"x@y"}', birthday: 'May', name: '["A"]' } });
    fc.assert(
      fc.property(
        fc.constantFrom('identify', 'track', 'page', 'screen', 'group'),
        fc.constantFrom('Signed Up', 'Order Completed', 'Product Viewed', 'Coupon Applied', 'Email Delivered'),
        fc.dictionary(
          fc.constantFrom('name', 'email', 'address', 'birthday', 'total', 'products', 'order_id', '__proto__', 'x'),
          fc.jsonValue(),
        ),
        fc.jsonValue(),
        (type, event, members, context) => {
          rulesOf(call(type, { event, groupId: 'g', properties: members, traits: members, context }));
        },
      ),
      { numRuns: 500 },
    );
    expect(
      rulesOf(call('identify', { traits: JSON.parse(`{"deep":${'['.repeat(9_000)}${']'.repeat(9_000)}}`) as object })),
    ).toEqual(['traits.deep depth']);
  });

  it('is a purchase when an order was completed, to the cent', () => {
    const { type, data } = factOf(
      track(
        'Order Completed',
        {
          order_id: '50314b8e',
          ...{ total: 27.5, revenue: 25, shipping: 3, tax: 2, discount: '2.50', coupon: 'hasbros', currency: 'usd' },
          affiliation: 'Google Store',
          products: [
            { product_id: '507f1f77', sku: '45790-32', name: 'Monopoly', price: 19, quantity: 1, category: 'Games' },
            { product_id: '505bd76785ebb509fc183733', name: 'Uno', price: 0.1 + 0.2, quantity: 2 },
          ],
        },
        { context: { campaign: { name: 'spring' } }, channel: 'browser' },
      ),
    );
    expect([type, data]).toEqual([
      'PurchaseRecorded',
      {
        purchaseId: '50314b8e',
        total: { amount: 2_750, currency: 'USD' },
        lines: [
          { sku: '45790-32', quantity: 1, unitPrice: 1_900, name: 'Monopoly', category: 'Games' },
          { sku: '505bd76785ebb509fc183733', quantity: 2, unitPrice: 30, name: 'Uno' },
        ],
        store: 'Google Store',
        channel: 'site',
        discount: { amount: 250, currency: 'USD' },
        coupons: ['hasbros'],
        campaign: 'spring',
      },
    ]);
    const inYen = { order_id: 1, currency: 'JPY', products: [{ id: 5, price: 120, quantity: '3' }] };
    expect(factOf(track('Order Completed', inYen)).data).toMatchObject({ total: { amount: 360, currency: 'JPY' } });
  });

  it('is told by field and rule what is wrong with it', () => {
    expect(rulesOf(call('identify', { messageId: undefined, userId: '', timestamp: 'yesterday' }))).toEqual([
      'messageId required',
      'userId required',
      'timestamp format',
    ]);
    expect(rulesOf([])).toEqual([' type']);
    expect(rulesOf(call('alias', { previousId: 'v-7' }))).toEqual(['type known-call']);
    expect(rulesOf(track('Report Downloaded'))).toEqual(['event known-track']);
    expect(rulesOf(track('Order Completed', { order_id: 'o', total: 12.345, currency: 'Taler' }))).toContain(
      'properties.currency currency',
    );
    expect(rulesOf(track('Order Completed', { order_id: 'o', total: 12.345 }))).toEqual(['properties.total money']);
    expect(rulesOf(track('Order Completed', { products: [{ sku: 's' }] }))).toEqual([
      'properties.products.0.price required',
      'properties.order_id required',
    ]);
    expect(rulesOf(track('Order Completed', { order_id: 'o', total: -1 }))).toEqual(['data.total.amount minimum']);
    expect(rulesOf(track('Order Refunded', { order_id: 'o' }))).toEqual(['properties.total required']);
  });

  it.each([
    ['Order Refunded', { order_id: 'o', total: '5' }, 'PurchaseReturned'],
    ['Order Cancelled', { order_id: 'o', revenue: 5, products: [{ sku: 's', quantity: 2 }] }, 'PurchaseReturned'],
    ['Product Viewed', { name: 'Monopoly', url: 'https://shop/monopoly' }, 'VisitRecorded'],
    ['Products Searched', { query: 'games' }, 'VisitRecorded'],
    ['Checkout Started', {}, 'VisitRecorded'],
    ['Promotion Viewed', { promotion_id: 'p' }, 'OfferViewed'],
    ['Promotion Clicked', { promotion_id: 'p' }, 'OfferViewed'],
    ['Coupon Applied', { coupon_id: 'c', order_id: 'o', discount: 2.5 }, 'CouponRedeemed'],
    ['Email Delivered', { email_id: 'e', email_subject: 'News', campaign_name: 'spring' }, 'EmailLogged'],
    ['Email Opened', { email_id: 'e', campaign_id: 'k' }, 'OfferViewed'],
    ['Email Link Clicked', { email_id: 'e' }, 'OfferViewed'],
    ['Email Marked as Spam', {}, 'ConsentWithdrawn'],
    ['Unsubscribed', { list_id: 'news' }, 'ConsentWithdrawn'],
    ['Signed Up', { name: 'Ann', email: 'a@b' }, 'CustomerRegistered'],
  ])('that tracks %s is a fact of its own kind', (event, properties, type) => {
    expect(factOf(track(event, properties)).type).toBe(type);
  });

  it('may stand in a file, one a line', async () => {
    const directory = await temporaryDirectory();
    const lines = [
      call('group', { groupId: 'acme', traits: { industry: 'toys' } }),
      track('Order Completed', { order_id: 'o', total: 5 }, { messageId: 'm-2' }),
      track('Report Downloaded'),
    ];
    await writeFile(directory.path('calls'), lines.map((line) => JSON.stringify(line)).join('\n'));
    const { facts, result } = await factsOfFile(directory.path('calls'), 'segment', directory.path('rejects'));
    expect(result).toMatchObject({ read: 3, stored: 2, rejected: 1 });
    expect(facts.map(({ source, sourceId, type }) => [source, sourceId, type])).toEqual([
      ['urn:segment', 'm-1', 'CustomerDetailsChanged'],
      ['urn:segment', 'm-2', 'PurchaseRecorded'],
    ]);
    expect(facts[0]!.data).toEqual({ attributes: { groupId: 'acme', 'group.industry': 'toys' } });
    expect(await readJsonLines(result.rejects!)).toMatchObject([
      { file: 'calls', row: 3, reasons: [{ field: 'event', rule: 'known-track' }] },
    ]);
    await directory.remove();
  });
});
