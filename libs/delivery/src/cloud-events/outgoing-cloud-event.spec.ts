import { describe, expect, it } from '@jest/globals';
import { CloudEventReader } from '#intake';
import { type Actor, FactBody, FactCatalogue, Text, customerStream, eventIdOf, type RecordedEvent } from '#kernel';
import { outgoingCloudEvent } from './outgoing-cloud-event.js';

@FactBody({
  version: 3,
  path: 'said',
  about: 'Something was said',
  upcasters: { 1: (body) => body, 2: (body) => body },
})
class SomethingSaid {
  @Text({ about: 'What' })
  words!: string;
}

@FactBody({ version: 1, path: 'rules', stream: 'rules', about: 'Rules were published' })
class RulesPublished {
  @Text({ about: 'Which' })
  name!: string;
}

const catalogue = new FactCatalogue([SomethingSaid, RulesPublished]);
const customerId = '11111111-1111-5111-8111-111111111111';

function event(changes: Partial<RecordedEvent>, metadata: Partial<RecordedEvent['metadata']> = {}): RecordedEvent {
  return {
    id: eventIdOf('urn:desk', 'ticket-5'),
    type: 'SomethingSaid',
    stream: customerStream(customerId),
    revision: 4,
    position: 123n,
    data: { words: 'hello' },
    ...changes,
    metadata: {
      source: 'urn:desk',
      sourceId: 'ticket-5',
      subject: 'caller-9',
      occurredAt: '2026-03-01T12:00:00.000Z',
      recordedAt: '2026-03-02T12:00:00.000Z',
      schemaVersion: 2,
      ...metadata,
    },
  };
}

describe('an event on its way out', () => {
  it('is a CloudEvent with the extensions of the ledger', () => {
    const actor: Actor = { id: 'ann:2', kind: 'person', role: 'agent' };
    const further = { actor, correlationId: 'c-1', causationId: 'e-1', importId: 'i-1' };
    expect(outgoingCloudEvent(event({}, further), catalogue)).toEqual({
      specversion: '1.0',
      id: 'ticket-5',
      source: 'urn:desk',
      type: 'SomethingSaid',
      subject: `customer:${customerId}`,
      time: '2026-03-01T12:00:00.000Z',
      datacontenttype: 'application/json',
      data: { words: 'hello' },
      correlationid: 'c-1',
      causationid: 'e-1',
      actor: 'person:ann:2',
      actorrole: 'agent',
      schemaversion: '3',
      importid: 'i-1',
      eventid: eventIdOf('urn:desk', 'ticket-5'),
      recordedtime: '2026-03-02T12:00:00.000Z',
      streamrevision: 4,
      position: '123',
    });
  });

  it('has only attributes whose names CloudEvents allows, and values that it can carry', () => {
    const outgoing = outgoingCloudEvent(event({}, { actor: { id: 'a', kind: 'bot' }, importId: 'i' }), catalogue);
    for (const [name, value] of Object.entries(outgoing)) {
      expect(name).toMatch(/^[a-z0-9]{1,20}$/);
      if (name !== 'data') expect(['string', 'number']).toContain(typeof value);
    }
  });

  it.each([
    ['a customer’s', event({}, { actor: { id: 'ann', kind: 'person', role: 'agent' }, correlationId: 'c' })],
    [
      'one of no customer',
      event({ type: 'RulesPublished', stream: 'rules', data: { name: 'x' } }, { schemaVersion: 1 }),
    ],
  ])('can be taken in by a ledger as the same fact: %s', (_, recorded) => {
    const fact = new CloudEventReader({ catalogue }).read(outgoingCloudEvent(recorded, catalogue));
    expect(eventIdOf(fact.source, fact.sourceId)).toBe(recorded.id);
    const { occurredAt, actor, correlationId } = recorded.metadata;
    expect(fact).toMatchObject({
      type: recorded.type,
      stream: recorded.stream,
      data: recorded.data,
      occurredAt,
      ...(actor ? { actor } : {}),
      ...(correlationId ? { correlationId } : {}),
    });
  });

  it('of a type that this program does not know goes out in the version it was stored in, without a subject', () => {
    const { metadata, ...rest } = event({ type: 'Unheard', stream: 'other' });
    const { subject: _, ...without } = metadata;
    const outgoing = outgoingCloudEvent({ ...rest, metadata: without }, catalogue);
    expect(outgoing).toMatchObject({ type: 'Unheard', schemaversion: '2' });
    expect(outgoing).not.toHaveProperty('subject');
  });
});
