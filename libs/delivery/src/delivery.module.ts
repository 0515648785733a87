import { Module } from '@nestjs/common';
import { EventStreams } from './stream/event-streams.js';
import { StreamController } from './stream/stream.controller.js';

@Module({ controllers: [StreamController], providers: [EventStreams] })
export class DeliveryModule {}
