import { Module } from '@nestjs/common';
import { EventStreams } from './stream/event-streams.js';
import { StreamController } from './stream/stream.controller.js';
import { DeadLettersController } from './webhooks/http/dead-letters.controller.js';
import { WebhooksController } from './webhooks/http/webhooks.controller.js';

/** What internal apps receive: `GET /v1/stream`, and webhooks. Needs `Webhooks` from whoever opens the ledger. */
@Module({ controllers: [StreamController, WebhooksController, DeadLettersController], providers: [EventStreams] })
export class DeliveryModule {}
