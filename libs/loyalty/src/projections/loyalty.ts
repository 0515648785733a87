import type { Projection } from '#kernel';
import { loyaltyAccountTable } from './loyalty-account.js';
import { loyaltyCardTable } from './loyalty-card.js';
import { loyaltyLotTable } from './loyalty-lot.js';
import { loyaltyMovementTable } from './loyalty-movement.js';
import { loyaltyProgramTable } from './loyalty-program.js';
import { loyaltyTransferTable } from './loyalty-transfer.js';

/** Points: lots, what moved in them, accounts, cards, transfers, and the programmes that they follow. */
export const loyalty: Projection = {
  name: 'loyalty',
  version: 2,
  tables: [
    loyaltyLotTable,
    loyaltyMovementTable,
    loyaltyAccountTable,
    loyaltyCardTable,
    loyaltyTransferTable,
    loyaltyProgramTable,
  ],
};
