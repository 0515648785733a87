import { afterEach, beforeEach } from '@jest/globals';
import type { EventStore } from '#event-store';
import type { ContractEngine, ContractLog } from './contract-engine.js';

/** The log and the stores of the test that runs; all are given up after it. */
export interface LogUnderTest {
  readonly log: ContractLog;
  readonly store: EventStore;
  another(): Promise<EventStore>;
}

export function logUnderTest(engine: ContractEngine): LogUnderTest {
  let log: ContractLog;
  let stores: EventStore[] = [];
  const another = async (): Promise<EventStore> => {
    const store = await log.open();
    stores.push(store);
    return store;
  };
  beforeEach(async () => {
    log = await engine.createLog();
    stores = [];
    await another();
  });
  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await log.drop();
  });
  return {
    get log() {
      return log;
    },
    get store() {
      return stores[0]!;
    },
    another,
  };
}
