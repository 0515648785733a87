import { customerStream, type DatedFact, eventIdOf, type RecordedEvent } from '#kernel';
import { CUSTOMERS } from './steps.js';
import { customerId, type World } from './world.js';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/**
 * What was recorded in a world, as it would lie in a log: in the order of recording, stream by stream. Ids are made the
 * world's own by its name, so that many worlds can share a log.
 */
export function recordedIn(world: World, name: string): RecordedEvent[] {
  const heard: { customer: number; fact: DatedFact }[] = world.outcomes.flatMap(({ customer, answer }) =>
    typeof answer === 'string' ? [] : answer.map((fact) => ({ customer, fact })),
  );
  const seen = new Set<string>();
  const revisions = Array.from({ length: CUSTOMERS }, () => -1);
  const events: RecordedEvent[] = [];
  for (const { customer, fact } of heard) {
    // A repetition is answered as the first time.
    if (seen.has(fact.id)) continue;
    seen.add(fact.id);
    revisions[customer]! += 1;
    const { id, type, data, occurredAt } = ownIds(fact, name);
    events.push({
      id,
      type,
      data,
      stream: customerStream(ownId(customerId(customer), name)),
      revision: revisions[customer]!,
      position: BigInt(events.length + 1),
      metadata: {
        source: 'urn:world',
        sourceId: id,
        occurredAt,
        recordedAt: new Date(Date.UTC(2026, 0, 1) + events.length).toISOString(),
        schemaVersion: 1,
      },
    });
  }
  return events;
}

export function customersOf(name: string): string[] {
  return Array.from({ length: CUSTOMERS }, (_, customer) => ownId(customerId(customer), name));
}

function ownIds(fact: DatedFact, name: string): DatedFact {
  return JSON.parse(JSON.stringify(fact).replace(UUID, (id) => ownId(id, name))) as DatedFact;
}

function ownId(id: string, name: string): string {
  return eventIdOf(`urn:world:${name}`, id);
}
