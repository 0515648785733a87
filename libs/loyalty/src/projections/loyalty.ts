import type { Projection } from '#kernel';
import { loyaltyAccountTable } from './loyalty-account.js';
import { loyaltyCardTable } from './loyalty-card.js';
import { loyaltyLotTable } from './loyalty-lot.js';
import { loyaltyMovementTable } from './loyalty-movement.js';
import { loyaltyProgramTable } from './loyalty-program.js';

/** Points: lots, what moved in them, accounts, cards, and the programmes that they follow. */
export const loyalty: Projection = {
  name: 'loyalty',
  version: 3,
  scope: 'stream',
  tables: [loyaltyLotTable, loyaltyMovementTable, loyaltyAccountTable, loyaltyCardTable, loyaltyProgramTable],
};
