import { Module } from '@nestjs/common';
import { recordingController } from '#intake';
import { customerFacts } from './events/index.js';
import { HistoryController } from './http/history.controller.js';
import { RegisterCustomerController } from './http/register-customer.controller.js';
import { GetHistoryHandler } from './queries/get-history.query.js';

@Module({
  controllers: [RegisterCustomerController, HistoryController, recordingController('customers', customerFacts)],
  providers: [GetHistoryHandler],
})
export class CustomersModule {}
