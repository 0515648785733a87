import { Module } from '@nestjs/common';
import { CustomerPageController } from './customer-page.controller.js';

@Module({ controllers: [CustomerPageController] })
export class CustomerPageModule {}
