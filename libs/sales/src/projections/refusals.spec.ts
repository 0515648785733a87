import { describe, expect, it } from '@jest/globals';
import { fold } from '../../../../test/support/fold.js';
import { CUSTOMER, recorded } from '../../../../test/support/recorded.js';
import { OpportunityLost, OpportunityWon, RefusalRecorded } from '../events/index.js';
import { refusalTable } from './refusals.js';

const offer = '33333333-3333-5333-8333-333333333333';
const refused = recorded(
  RefusalRecorded,
  {
    subject: 'offer',
    reasonCode: 'price',
    competitor: 'Acme',
    opportunityId: 'A',
    offerId: 'O',
    channel: 'phone',
    owner: 'ann',
    answers: offer,
  },
  { position: 1, occurredAt: '2024-01-01T00:00:00.000Z' },
);
const lost = recorded(OpportunityLost, { opportunityId: 'A', reasonCode: 'price', answers: offer }, { position: 2 });
const silent = recorded(OpportunityLost, { opportunityId: 'B', owner: 'ann' }, { position: 3 });

describe('refusals', () => {
  it('are one row each, with what they answer', () => {
    expect(fold(refusalTable, [refused]).get(refused.id)).toEqual({
      refusal: refused.id,
      first_position: 1,
      customer_id: CUSTOMER,
      kind: 'refusal',
      subject: 'offer',
      reason_code: 'price',
      competitor: 'Acme',
      product: null,
      owner: 'ann',
      campaign: null,
      channel: 'phone',
      offer_id: 'O',
      opportunity_id: 'A',
      opportunity_key: `${CUSTOMER}:A`,
      answers: offer,
      source: 'urn:spec',
      occurred_at: '2024-01-01T00:00:00.000Z',
    });
  });

  it('are losses too, when these say why', () => {
    const rows = fold(refusalTable, [lost, silent]);
    expect(rows.size).toBe(1);
    expect(rows.get(lost.id)).toMatchObject({ kind: 'loss', subject: null, reason_code: 'price', answers: offer });
    const inWords = recorded(OpportunityLost, { opportunityId: 'C', reasonText: 'no money' }, { position: 4 });
    expect(fold(refusalTable, [inWords]).get(inWords.id)).toMatchObject({ kind: 'loss', reason_code: null });
  });

  it('have nothing to do with other facts', () => {
    expect(fold(refusalTable, [recorded(OpportunityWon, { opportunityId: 'A' }, { position: 5 })]).size).toBe(0);
  });
});
