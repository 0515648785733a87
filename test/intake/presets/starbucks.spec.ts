import { describe, expect, it } from '@jest/globals';
import { readFolder } from './folder-of.js';

const PORTFOLIO =
  '{"reward": 5, "channels": ["web", "email"], "difficulty": 20, "duration": 10.0, "offer_type": "discount", "id": "d20"}\n' +
  '{"reward": 0, "channels": ["web"], "difficulty": 0, "duration": 4.0, "offer_type": "informational", "id": "info"}\n';
const line = (event: string, value: object, time: unknown = 6, person = 'p1'): string =>
  `${JSON.stringify({ person, event, value, time })}\n`;
const read = (transcript: string, profile = '', portfolio = PORTFOLIO) =>
  readFolder('starbucks', { 'portfolio.json': portfolio, 'profile.json': profile, 'transcript.json': transcript });

describe('the preset starbucks', () => {
  it('keeps lines that repeat another word for word as facts of their own', async () => {
    const { facts } = await read(line('transaction', { amount: 9.53 }) + line('transaction', { amount: 9.53 }));
    expect(facts.map(({ sourceId, data }) => [sourceId, data])).toEqual([
      ['transcript-line-1', { total: { amount: 953, currency: 'USD' } }],
      ['transcript-line-2', { total: { amount: 953, currency: 'USD' } }],
    ]);
  });

  it('knows an offer by "offer id" and by "offer_id", and joins the offer that is made', async () => {
    const { facts } = await read(
      `${line('offer received', { 'offer id': 'd20' })}\n${line('offer viewed', { 'offer id': 'd20' }, 7)}${line(
        'offer completed',
        { offer_id: 'd20', reward: 5 },
        714,
      )}${line('offer received', { 'offer id': 'info' }, 0)}`,
    );
    expect(facts.map(({ type, sourceId, occurredAt, data }) => [type, sourceId, occurredAt, data])).toEqual([
      [
        'OfferMade',
        'transcript-line-1',
        '2018-07-27T06:00:00.000Z',
        {
          ...{ offerId: 'd20', kind: 'discount', channels: ['web', 'email'], rewardPoints: 5 },
          minimumSpend: { amount: 2_000, currency: 'USD' },
          ...{ validFrom: '2018-07-27T06:00:00.000Z', validUntil: '2018-08-06T06:00:00.000Z' },
        },
      ],
      ['OfferViewed', 'transcript-line-3', '2018-07-27T07:00:00.000Z', { offerId: 'd20' }],
      ['OfferAccepted', 'transcript-line-4', '2018-08-25T18:00:00.000Z', { offerId: 'd20', rewardPoints: 5 }],
      [
        'OfferMade',
        'transcript-line-5',
        '2018-07-27T00:00:00.000Z',
        {
          ...{ offerId: 'info', kind: 'informational', channels: ['web'] },
          ...{ validFrom: '2018-07-27T00:00:00.000Z', validUntil: '2018-07-31T00:00:00.000Z' },
        },
      ],
    ]);
  });

  it('takes an age of 118 for none', async () => {
    const { facts } = await read(
      '',
      '{"gender": null, "age": 118, "id": "a", "became_member_on": "20170212", "income": null}\n' +
        '{"gender": "F", "age": 55, "id": "b", "became_member_on": "20170715", "income": 112000}\n',
    );
    expect(facts.map(({ type, subject, occurredAt, data }) => [type, subject, occurredAt, data])).toEqual([
      ['CustomerRegistered', 'a', '2017-02-12T00:00:00.000Z', {}],
      [
        'CustomerRegistered',
        'b',
        '2017-07-15T00:00:00.000Z',
        { gender: 'F', attributes: { age: 55, income: 112_000 } },
      ],
    ]);
  });

  it('rejects what it cannot read, by file, row and field', async () => {
    const { rejects } = await read(
      `${
        line('offer eaten', {}) +
        line('transaction', { amount: 1.005 }) +
        line('transaction', { amount: 1 }, -1) +
        line('offer viewed', {}) +
        line('offer received', { 'offer id': 'gone' })
      }[1]\n`,
      '{"id": "a", "became_member_on": "20170230"}\nnull\n',
    );
    expect(rejects).toEqual([
      ['profile.json', 1, 'became_member_on', 'format'],
      ['profile.json', 2, 'became_member_on', 'format'],
      ['transcript.json', 1, 'event', 'enum'],
      ['transcript.json', 2, 'value.amount', 'money'],
      ['transcript.json', 3, 'time', 'integer'],
      ['transcript.json', 4, 'value', 'required'],
      ['transcript.json', 5, 'value.offer id', 'joined'],
      ['transcript.json', 6, 'event', 'enum'],
    ]);
  });
});
