import { describe, expect, it } from '@jest/globals';
import { customerIdOf, customerStream, FactBody, FactCatalogue, Money, Part, Text, ValidationFailed } from '#kernel';
import { CloudEventReader } from './cloud-event-reader.js';

@FactBody({
  version: 2,
  path: 'sales',
  about: 'Something was sold.',
  upcasters: {
    1: ({ price, ...rest }) => ({ ...rest, total: { amount: (price as { minor: number }).minor, currency: 'USD' } }),
  },
})
class SaleMade {
  @Part(() => Money, { about: 'Price' })
  total!: Money;

  @Text({ about: 'Note', optional: true })
  note?: string;
}

const now = new Date('2024-06-01T12:00:00Z');
const reader = new CloudEventReader({ catalogue: new FactCatalogue([SaleMade]), clock: () => now });
const event = {
  specversion: '1.0',
  id: '17',
  source: 'urn:till',
  type: 'SaleMade',
  subject: 'ann',
  time: '2024-05-01T10:00:00+02:00',
  data: { total: { amount: 500, currency: 'USD' } },
};

function refused(value: unknown): string[] {
  try {
    reader.read(value);
  } catch (error) {
    if (error instanceof ValidationFailed) return error.violations.map(({ field, rule }) => `${field} ${rule}`);
    throw error;
  }
  throw new Error('it was taken');
}

describe('a CloudEvent', () => {
  it('reports a fact about the customer that its source calls by its subject', () => {
    expect(reader.read(event)).toEqual({
      type: 'SaleMade',
      stream: customerStream(customerIdOf('urn:till', 'ann')),
      data: event.data,
      source: 'urn:till',
      sourceId: '17',
      subject: 'ann',
      occurredAt: '2024-05-01T08:00:00.000Z',
    });
  });

  it('may come from another ledger, which says of its own record what is not kept here', () => {
    const own = { eventid: 'x', recordedtime: '2024-05-02T10:00:00Z', streamrevision: 3, position: '77' };
    expect(reader.read({ ...event, ...own })).toEqual(reader.read(event));
    expect(refused({ ...event, eventid: 1, recordedtime: 'now', streamrevision: -1, position: '' })).toEqual([
      'eventid type',
      'position minLength',
      'recordedtime format',
      'streamrevision type',
    ]);
  });

  it('names the role of an actor that is a text beside it', () => {
    const actor = { id: 'ann', kind: 'person', role: 'agent' };
    expect(reader.read({ ...event, actor: 'person:ann', actorrole: 'agent' }).actor).toEqual(actor);
    expect(refused({ ...event, actorrole: 'agent' })).toEqual(['actor required']);
    expect(refused({ ...event, actor, actorrole: 'agent' })).toEqual(['actorrole unknown-field']);
    expect(refused({ ...event, actor: 'person:ann', actorrole: '' })).toEqual(['actorrole minLength']);
  });

  it('may name the customer directly', () => {
    const id = '0b0e1c5e-3a4b-4c5d-8e6f-7a8b9c0d1e2f';
    expect(reader.read({ ...event, subject: `customer:${id}` }).stream).toBe(customerStream(id));
    expect(refused({ ...event, subject: 'customer:ann' })).toEqual(['subject uuid']);
  });

  it('does not come from a part of the ledger, whose ids can be foreseen', () => {
    for (const source of ['urn:rapport:decision', 'urn:rapport:loyalty']) {
      expect(refused({ ...event, source })).toEqual(['source reserved']);
    }
    expect(reader.read({ ...event, source: 'urn:rapport:api' }).source).toBe('urn:rapport:api');
  });

  it('carries extensions', () => {
    const extensions = { correlationid: 'c', causationid: 'b', importid: 'i', datacontenttype: 'application/json' };
    expect(reader.read({ ...event, ...extensions, actor: 'person:ann:b' })).toMatchObject({
      ...{ correlationId: 'c', causationId: 'b', importId: 'i', actor: { kind: 'person', id: 'ann:b' } },
    });
    const actor = { kind: 'bot', id: 'x', role: 'greeter' };
    expect(reader.read({ ...event, actor }).actor).toEqual(actor);
  });

  it('of an old version comes out in the current one, and is checked as such', () => {
    const old = { ...event, schemaversion: '1', data: { price: { minor: 700 } } };
    expect(reader.read(old).data).toEqual({ total: { amount: 700, currency: 'USD' } });
    expect(refused({ ...old, data: { price: { minor: -1 } } })).toEqual(['data.total.amount minimum']);
    expect(refused({ ...old, data: {} })).toEqual(['data schemaversion']);
    for (const schemaversion of [0, 3, '2.0', 'x', 1.5]) {
      expect(refused({ ...event, schemaversion })).toEqual(['schemaversion known-version']);
    }
  });

  it('without a time is dated when it is received, and still known again when it is repeated', () => {
    const { time: _, ...undated } = event;
    const first = reader.read(undated);
    const again = reader.read({ ...undated, data: { total: { currency: 'USD', amount: 500 } } });
    const other = reader.read({ ...undated, data: { total: { currency: 'USD', amount: 501 } } });
    expect(first.occurredAt).toBe('2024-06-01T12:00:00.000Z');
    expect(again.requestDigest).toBe(first.requestDigest);
    expect(other.requestDigest).not.toBe(first.requestDigest);
  });

  it('is refused like any other when its body is nested without end, time or not', () => {
    const deep: unknown = JSON.parse('['.repeat(500_000) + ']'.repeat(500_000));
    const { time: _, ...untimed } = event;
    expect(refused({ ...event, data: { ...event.data, note: deep } })).toEqual(['data.note type']);
    expect(refused({ ...untimed, data: { ...event.data, note: deep } })).toEqual(['data.note type']);
  });

  it('is refused with everything that is wrong with it', () => {
    expect(
      refused({
        ...{ specversion: '0.3', id: '', source: 'a b', type: 'SaleMade', subject: 5, time: '2024-02-30T00:00:00Z' },
        ...{ colour: 'red', datacontenttype: 'text/xml', actor: 'ann', correlationid: 'a\u0000b' },
        data: { total: { amount: -1, currency: 'usd' }, mood: 1 },
      }).sort(),
    ).toEqual([
      'actor format',
      'colour unknown-field',
      'correlationid pattern',
      'data.mood unknown-field',
      'data.total.amount minimum',
      'data.total.currency pattern',
      'datacontenttype enum',
      'id minLength',
      'source format',
      'specversion enum',
      'subject type',
      'time format',
    ]);
    expect(refused({}).sort()).toEqual([
      'id required',
      'source required',
      'specversion required',
      'subject required',
      'type required',
    ]);
    expect(refused({ ...event, data: undefined })).toEqual(['data required']);
    expect(refused({ ...event, data: [] })).toEqual(['data type']);
    expect(refused({ ...event, type: 'Nothing' })).toEqual(['type known-type']);
    expect(refused({ ...event, actor: { kind: 'cat', name: 'x' } }).sort()).toEqual([
      'actor.id required',
      'actor.kind enum',
      'actor.name unknown-field',
    ]);
    for (const value of [null, 'x', 1, [event]]) expect(refused(value)).toEqual([' type']);
  });
});
