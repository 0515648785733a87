import { Module } from '@nestjs/common';
import { recordingController } from '#intake';
import { loyaltyCommands, loyaltyFacts } from './events/index.js';
import { LiabilityController } from './http/liability.controller.js';
import { LoyaltyController } from './http/loyalty.controller.js';
import { ProgramsController } from './http/programs.controller.js';
import { GetLiabilityHandler } from './queries/get-liability.query.js';
import { GetLoyaltyExpiriesHandler } from './queries/get-loyalty-expiries.query.js';
import { GetLoyaltyExplanationHandler } from './queries/get-loyalty-explanation.query.js';
import { GetLoyaltyStatementHandler } from './queries/get-loyalty-statement.query.js';
import { GetLoyaltyHandler } from './queries/get-loyalty.query.js';
import { GetReconciliationHandler } from './queries/get-reconciliation.query.js';
import { ListCardsHandler } from './queries/list-cards.query.js';
import { ListProgramsHandler } from './queries/list-programs.query.js';

@Module({
  controllers: [
    LoyaltyController,
    ProgramsController,
    LiabilityController,
    recordingController('loyalty', [...loyaltyFacts, ...loyaltyCommands]),
  ],
  providers: [
    GetLoyaltyHandler,
    GetLoyaltyStatementHandler,
    GetLoyaltyExpiriesHandler,
    GetLoyaltyExplanationHandler,
    ListCardsHandler,
    ListProgramsHandler,
    GetLiabilityHandler,
    GetReconciliationHandler,
  ],
})
export class LoyaltyModule {}
