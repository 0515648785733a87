import { Module } from '@nestjs/common';
import { recordingController } from '#intake/http';
import { LoyaltyBooking } from './booking/loyalty-booking.js';
import { TransferReceipts } from './booking/transfer-receipts.js';
import { loyaltyCommands, loyaltyFacts, TransferPoints } from './events/index.js';
import { LiabilityController } from './http/liability.controller.js';
import { LoyaltyController } from './http/loyalty.controller.js';
import { ProgramsController } from './http/programs.controller.js';
import { TransfersController } from './http/transfers.controller.js';
import { GetLiabilityHandler } from './queries/get-liability.query.js';
import { GetLoyaltyExpiriesHandler } from './queries/get-loyalty-expiries.query.js';
import { GetLoyaltyExplanationHandler } from './queries/get-loyalty-explanation.query.js';
import { GetLoyaltyStatementHandler } from './queries/get-loyalty-statement.query.js';
import { GetLoyaltyHandler } from './queries/get-loyalty.query.js';
import { GetReconciliationHandler } from './queries/get-reconciliation.query.js';
import { ListCardsHandler } from './queries/list-cards.query.js';
import { ListProgramsHandler } from './queries/list-programs.query.js';

/** A transfer has its own controller: it is complete with its second half. */
const RECORDED_AS_THEY_COME = [...loyaltyFacts, ...loyaltyCommands].filter((body) => body !== TransferPoints);

@Module({
  controllers: [
    LoyaltyController,
    ProgramsController,
    LiabilityController,
    TransfersController,
    recordingController('loyalty', RECORDED_AS_THEY_COME),
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
    LoyaltyBooking,
    TransferReceipts,
  ],
})
export class LoyaltyModule {}
