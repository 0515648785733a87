import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordedEvent } from '#kernel';
import { fold, storedAndLoaded } from '../../../../test/support/fold.js';
import { CUSTOMER, recorded } from '../../../../test/support/recorded.js';
import {
  LeadCaptured,
  OfferMade,
  OpportunityAdvanced,
  OpportunityLost,
  OpportunityOpened,
  OpportunityWon,
} from '../events/index.js';
import { leadTable } from './lead-table.js';
import { opportunityTable } from './opportunity-table.js';

const day = (number: number): string => new Date(Date.UTC(2017, 0, number)).toISOString();
const usd = (amount: number) => ({ amount, currency: 'USD' });
const opportunityId = 'A';
const KEY = `${CUSTOMER}:A`;

const opened = recorded(
  OpportunityOpened,
  { opportunityId, product: 'GTXPro', owner: 'ann', team: 'north', value: usd(900), leadId: 'L-1' },
  { position: 1, occurredAt: day(1) },
);
const engaged = recorded(
  OpportunityAdvanced,
  { opportunityId, stage: 'Engaging' },
  { position: 2, occurredAt: day(3) },
);
const proposed = recorded(
  OpportunityAdvanced,
  { opportunityId, stage: 'Proposal', owner: 'bob', value: usd(1_000), competitor: 'Acme' },
  { position: 3, occurredAt: day(5) },
);
const won = recorded(
  OpportunityWon,
  { opportunityId, value: usd(1_100), product: 'GTX Pro' },
  { position: 4, occurredAt: day(9) },
);
const history = [opened, engaged, proposed, won];

const rowOf = (events: readonly RecordedEvent[]) => fold(opportunityTable, events).get(KEY)!;

describe('opportunity', () => {
  it('is one row with its times, its outcome, and the newest of what was said', () => {
    expect(rowOf(history)).toMatchObject({
      customer_id: CUSTOMER,
      opportunity_id: 'A',
      source: 'urn:spec',
      product: 'GTX Pro',
      owner: 'bob',
      team: 'north',
      competitor: 'Acme',
      lead_key: `${CUSTOMER}:L-1`,
      stage: 'Proposal',
      outcome: 'won',
      first_at: day(1),
      opened_at: day(1),
      engaged_at: day(3),
      closed_at: day(9),
      close_event_id: won.id,
      value_amount: 1_100,
      won_amount: 1_100,
      won_currency: 'USD',
    });
  });

  it('is lost with its reason and without a price', () => {
    const lost = recorded(
      OpportunityLost,
      { opportunityId, reasonCode: 'price', competitor: 'Acme' },
      { position: 4, occurredAt: day(9) },
    );
    expect(rowOf([opened, engaged, lost])).toMatchObject({
      outcome: 'lost',
      reason_code: 'price',
      competitor: 'Acme',
      closed_at: day(9),
      won_amount: null,
      value_amount: 900,
    });
  });

  it('may be known only by its end', () => {
    expect(rowOf([won])).toMatchObject({ outcome: 'won', opened_at: null, engaged_at: null, first_at: day(9) });
  });

  it('is the same in whatever order its facts become known, and again after it was stored', () => {
    const { first_position: _, ...inOrder } = rowOf(history);
    fc.assert(
      fc.property(fc.shuffledSubarray(history, { minLength: 4 }), fc.nat(3), (shuffled, cut) => {
        const stored = storedAndLoaded(fold(opportunityTable, shuffled.slice(0, cut)));
        const { first_position: __, ...row } = fold(opportunityTable, shuffled.slice(cut), stored).get(KEY)!;
        expect(row).toEqual(inOrder);
      }),
    );
  });

  it('takes the fact recorded later where two happened at one time', () => {
    const at = { occurredAt: day(5) };
    const first = recorded(OpportunityAdvanced, { opportunityId, stage: 'Quote' }, { position: 5, ...at });
    const second = recorded(OpportunityAdvanced, { opportunityId, stage: 'Contract' }, { position: 6, ...at });
    expect(rowOf([opened, first, second]).stage).toBe('Contract');
  });

  it('says the same when a fact is told again', () => {
    const again = recorded(
      OpportunityAdvanced,
      { opportunityId, stage: 'Engaging' },
      { position: 7, occurredAt: day(3) },
    );
    expect(rowOf([...history, again])).toEqual(rowOf(history));
  });

  it('belongs to one customer, whatever another system calls it', () => {
    const elsewhere = '22222222-2222-5222-8222-222222222222';
    const other = recorded(OpportunityOpened, { opportunityId }, { position: 8, customerId: elsewhere });
    expect([...fold(opportunityTable, [opened, other]).keys()]).toEqual([KEY, `${elsewhere}:A`]);
    expect(fold(opportunityTable, [recorded(OfferMade, { offerId: 'o' }, { position: 9 })]).size).toBe(0);
  });
});

describe('lead', () => {
  const late = recorded(LeadCaptured, { leadId: 'L', origin: 'social' }, { position: 1, occurredAt: day(4) });
  const early = recorded(
    LeadCaptured,
    { leadId: 'L', origin: 'email', owner: 'ann' },
    { position: 2, occurredAt: day(2) },
  );
  const KEY_OF_LEAD = `${CUSTOMER}:L`;

  it('keeps its first capture, and the newest of what was said', () => {
    for (const events of [
      [late, early],
      [early, late],
    ]) {
      expect(fold(leadTable, events).get(KEY_OF_LEAD)).toMatchObject({
        origin: 'social',
        owner: 'ann',
        captured_at: day(2),
        told_at: day(4),
      });
    }
  });

  it('tells no origin from one that is unknown, and goes by its event where it has no id', () => {
    const nameless = recorded(LeadCaptured, {}, { position: 3 });
    const unknown = recorded(LeadCaptured, { origin: 'unknown' }, { position: 4 });
    const rows = fold(leadTable, [nameless, unknown]);
    expect(rows.get(`${CUSTOMER}:${nameless.id}`)).toMatchObject({ lead_id: null, origin: null });
    expect(rows.get(`${CUSTOMER}:${unknown.id}`)).toMatchObject({ origin: 'unknown' });
  });
});
