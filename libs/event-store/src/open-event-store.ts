import { ValidationFailed } from '#kernel';
import type { SaysTheSame } from './append/known-answer.js';
import { connectionSettingsOf, isEventStoreDbUrl } from './eventstoredb/connection/connection-url.js';
import type { EventStore } from './port/event-store.js';
import { PostgresEventStore } from './postgres/postgres-event-store.js';

export interface EventStoreOptions {
  /** `postgres://…` or `esdb://…`: the scheme chooses the engine. */
  url: string;
  /** Whether an offered event says what the stored one of the same id says. */
  saysTheSame: SaysTheSame;
}

const POSTGRES = /^postgres(ql)?:\/\//;

/**
 * Opens the event log on the engine that the URL names; nobody else needs to know which one runs. Throws
 * ValidationFailed for a URL of no engine, and what the engine's own opening throws.
 */
export async function openEventStore({ url, saysTheSame }: EventStoreOptions): Promise<EventStore> {
  checkEventStoreUrl(url);
  if (!isEventStoreDbUrl(url)) return PostgresEventStore.open({ connectionString: url, saysTheSame });
  // Its client takes a quarter of a second to load, which whoever has his log in PostgreSQL is spared.
  const { EventStoreDbEventStore } = await import('./eventstoredb/eventstoredb-event-store.js');
  return EventStoreDbEventStore.open({ url, saysTheSame });
}

/** Throws ValidationFailed, naming EVENT_STORE_URL, for a URL that no engine can read. Nothing is connected. */
export function checkEventStoreUrl(url: string): void {
  if (POSTGRES.test(url)) return;
  if (isEventStoreDbUrl(url)) {
    connectionSettingsOf(url);
    return;
  }
  const message = 'must be a postgres:// URL, or one of EventStoreDB (esdb://, esdb+discover://, kurrentdb:// …)';
  throw new ValidationFailed([{ field: 'EVENT_STORE_URL', rule: 'scheme', message }]);
}
