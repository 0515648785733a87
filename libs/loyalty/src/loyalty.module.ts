import { Module } from '@nestjs/common';
import { recordingController } from '#intake';
import { loyaltyCommands, loyaltyFacts } from './events/index.js';
import { LoyaltyController } from './http/loyalty.controller.js';
import { GetLoyaltyExpiriesHandler } from './queries/get-loyalty-expiries.query.js';
import { GetLoyaltyExplanationHandler } from './queries/get-loyalty-explanation.query.js';
import { GetLoyaltyStatementHandler } from './queries/get-loyalty-statement.query.js';
import { GetLoyaltyHandler } from './queries/get-loyalty.query.js';
import { ListCardsHandler } from './queries/list-cards.query.js';

@Module({
  controllers: [LoyaltyController, recordingController('loyalty', [...loyaltyFacts, ...loyaltyCommands])],
  providers: [
    GetLoyaltyHandler,
    GetLoyaltyStatementHandler,
    GetLoyaltyExpiriesHandler,
    GetLoyaltyExplanationHandler,
    ListCardsHandler,
  ],
})
export class LoyaltyModule {}
