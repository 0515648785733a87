import type { Append, EventStore, NewEvent, StoredEvent } from '#event-store';

/** What an engine brings along to be held to the contract. */
export interface ContractEngine {
  /** An empty log of its own for every test. */
  createLog(): Promise<ContractLog>;
  /** The largest event that the engine takes, in bytes. */
  largestEvent: { data: number; metadata: number };
}

export interface ContractLog {
  /** One more store on this log, as another process would have it. Events say the same by `sameBody`. */
  open(): Promise<EventStore>;
  /** Cuts every connection to the log at once, as a restart of the database does. */
  cutConnections(): Promise<void>;
  /** Where the engine can be told to misbehave: one of the ways, to what comes next. */
  disturb?(which: number): void;
  /** Where the engine has transactions: does the append in one of its own and leaves it open. */
  holdAppend?(append: Append): Promise<{ commit(): Promise<void>; rollback(): Promise<void> }>;
  drop(): Promise<void>;
}

export function sameBody(stored: StoredEvent, offered: NewEvent): boolean {
  return stored.type === offered.type && stored.data.equals(offered.data);
}
