import { Module } from '@nestjs/common';
import { recordingController } from '#intake';
import { interactionFacts } from './events/index.js';

@Module({ controllers: [recordingController('interactions', interactionFacts)] })
export class InteractionsModule {}
