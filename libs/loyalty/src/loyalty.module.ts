import { Module } from '@nestjs/common';
import { LoyaltyController } from './http/loyalty.controller.js';
import { GetLoyaltyHandler } from './queries/get-loyalty.query.js';

@Module({ controllers: [LoyaltyController], providers: [GetLoyaltyHandler] })
export class LoyaltyModule {}
