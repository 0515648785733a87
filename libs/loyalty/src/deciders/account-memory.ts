import type { Memory, Reference } from '#kernel';
import { type Programs, programs } from '../rules/programs.js';
import { type Account, EMPTY_ACCOUNT } from './account.js';
import { withFact } from './account-events.js';

/** What every decision and policy about points remembers of a customer, and the rules that it goes by: kept once for all. */
export const accountMemory: Memory<Account> & { reference: Reference<Programs> } = {
  initialState: () => EMPTY_ACCOUNT,
  evolve: withFact,
  reference: programs,
};
