import { describe } from '@jest/globals';
import { appendingContract } from './event-store/appending.js';
import { concurrencyContract } from './event-store/concurrency.js';
import type { ContractEngine } from './event-store/contract-engine.js';
import { interleavingContract } from './event-store/interleaving.js';
import { modelContract } from './event-store/model.js';
import { readingContract } from './event-store/reading.js';
import { subscribingContract } from './event-store/subscribing.js';

export * from './event-store/contract-engine.js';

/** What every engine of the event log must do, shown on a real one. */
export function eventStoreContract(name: string, engine: ContractEngine): void {
  describe(`${name} as an event store`, () => {
    describe('appending', () => appendingContract(engine));
    describe('reading', () => readingContract(engine));
    describe('at the same time', () => concurrencyContract(engine));
    describe('subscribing', () => subscribingContract(engine));
    describe('in any order', () => modelContract(engine));
    describe('among faults', () => interleavingContract(engine));
  });
}
