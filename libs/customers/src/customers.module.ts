import { Module } from '@nestjs/common';
import { recordingController } from '#intake/http';
import { customerFacts } from './events/index.js';
import { CustomersController } from './http/customers.controller.js';
import { HistoryController } from './http/history.controller.js';
import { RegisterCustomerController } from './http/register-customer.controller.js';
import { GetHistoryHandler } from './queries/get-history.query.js';
import { GetProfileHandler } from './queries/get-profile.query.js';
import { ListCustomersHandler } from './queries/list-customers.query.js';

@Module({
  controllers: [
    RegisterCustomerController,
    CustomersController,
    HistoryController,
    recordingController('customers', customerFacts),
  ],
  providers: [GetHistoryHandler, GetProfileHandler, ListCustomersHandler],
})
export class CustomersModule {}
