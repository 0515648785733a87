import { Module } from '@nestjs/common';
import { recordingController } from '#intake';
import { serviceFacts } from './events/index.js';

@Module({ controllers: [recordingController('service', serviceFacts)] })
export class ServiceModule {}
