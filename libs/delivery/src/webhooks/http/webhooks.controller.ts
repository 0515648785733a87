import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiNoContentResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { EventStore } from '#event-store';
import { FactCatalogue, schemaOf } from '#kernel';
import { ApiAnswer, ApiQueryOf, cursorAfter, decodeCursor, pageSizeOf } from '#projections/http';
import { refuseAhead } from '../../selection/position-text.js';
import { startOf } from '../../stream/stream-start.js';
import { Webhooks } from '../registry/webhooks.js';
import { checkSecret, checkWebhook } from './checked-webhook.js';
import { UuidInPathPipe } from './uuid-in-path.pipe.js';
import {
  REGISTERED_SCHEMA,
  ROTATED_SCHEMA,
  type RegisteredWebhook,
  type RotatedSecret,
  WEBHOOKS_SCHEMA,
  WEBHOOK_SCHEMA,
  type WebhookAnswer,
  type WebhooksPage,
  webhookAnswer,
} from './webhook-answers.js';
import { DeliveryPageQuery, PauseWebhookBody, RegisterWebhookBody, RotateSecretBody } from './webhook-bodies.js';

const WEBHOOK_ID = { name: 'webhookId', schema: { type: 'string', format: 'uuid' } } as const;

@ApiTags('delivery')
@Controller('v1/webhooks')
export class WebhooksController {
  constructor(
    private readonly webhooks: Webhooks,
    private readonly store: EventStore,
    private readonly catalogue: FactCatalogue,
  ) {}

  @Post()
  @ApiOperation({
    operationId: 'registerWebhook',
    summary: 'Have events sent to an address, signed as the Standard Webhooks spec says',
    description:
      'Each event is sent as application/cloudevents+json until it is answered with 2xx: at least once, one customer’s ' +
      'events in order. The answer holds the secret, which is not shown again.',
  })
  @ApiBody({ schema: schemaOf(RegisterWebhookBody) as never })
  @ApiCreatedResponse({ description: 'Registered; sending begins within seconds', schema: REGISTERED_SCHEMA as never })
  async register(@Body() body: RegisterWebhookBody): Promise<RegisteredWebhook> {
    checkWebhook(body, this.catalogue);
    const { url, types = [], description, secret, from } = body;
    const { webhook, secret: used } = await this.webhooks.register({
      url,
      after: await this.positionAt(from ?? 'now'),
      ...(types.length > 0 ? { types: [...new Set(types)] } : {}),
      ...(description === undefined ? {} : { description }),
      ...(secret === undefined ? {} : { secret }),
    });
    return { ...(await this.answer(webhook)), secret: used };
  }

  @Get()
  @ApiOperation({ operationId: 'listWebhooks', summary: 'Every webhook and how it goes, in pages' })
  @ApiQueryOf(DeliveryPageQuery)
  @ApiAnswer('A page of webhooks, the oldest first', WEBHOOKS_SCHEMA)
  async list(@Query() query: DeliveryPageQuery): Promise<WebhooksPage> {
    const limit = pageSizeOf(query);
    const after = query.cursor === undefined ? 0 : decodeCursor(query.cursor, ['after']).after;
    const found = await this.webhooks.list(after, limit + 1);
    const shown = found.slice(0, limit);
    const head = await this.store.head();
    return {
      webhooks: shown.map((webhook) => webhookAnswer(webhook, head)),
      next: cursorAfter(found.length > limit ? shown.at(-1)!.number : null),
    };
  }

  @Get(':webhookId')
  @ApiParam(WEBHOOK_ID)
  @ApiOperation({ operationId: 'getWebhook', summary: 'One webhook: how far it is, what waits, what failed' })
  @ApiAnswer('How it goes', WEBHOOK_SCHEMA)
  async get(@Param('webhookId', UuidInPathPipe) id: string): Promise<WebhookAnswer> {
    return this.answer(await this.webhooks.get(id));
  }

  @Delete(':webhookId')
  @HttpCode(204)
  @ApiParam(WEBHOOK_ID)
  @ApiOperation({ operationId: 'deleteWebhook', summary: 'Send it nothing more, and forget what was to be sent' })
  @ApiNoContentResponse({ description: 'It is gone' })
  delete(@Param('webhookId', UuidInPathPipe) id: string): Promise<void> {
    return this.webhooks.delete(id);
  }

  @Post(':webhookId/secret')
  @HttpCode(200)
  @ApiParam(WEBHOOK_ID)
  @ApiOperation({
    operationId: 'rotateWebhookSecret',
    summary: 'Put a new secret in place of the current one, which stays valid for 24 hours',
  })
  @ApiBody({ schema: schemaOf(RotateSecretBody) as never, required: false })
  @ApiAnswer('The new secret', ROTATED_SCHEMA)
  async rotate(
    @Param('webhookId', UuidInPathPipe) id: string,
    @Body() { secret }: RotateSecretBody,
  ): Promise<RotatedSecret> {
    checkSecret(secret);
    const rotated = await this.webhooks.rotate(id, secret);
    return { secret: rotated.secret, previousValidUntil: rotated.previousValidUntil.toISOString() };
  }

  @Post(':webhookId/pause')
  @HttpCode(200)
  @ApiParam(WEBHOOK_ID)
  @ApiOperation({ operationId: 'pauseWebhook', summary: 'Send nothing until it is resumed; nothing is lost' })
  @ApiBody({ schema: schemaOf(PauseWebhookBody) as never, required: false })
  @ApiAnswer('How it stands; sending ends within seconds', WEBHOOK_SCHEMA)
  async pause(
    @Param('webhookId', UuidInPathPipe) id: string,
    @Body() { reason }: PauseWebhookBody,
  ): Promise<WebhookAnswer> {
    return this.answer(await this.webhooks.pause(id, reason));
  }

  @Post(':webhookId/resume')
  @HttpCode(200)
  @ApiParam(WEBHOOK_ID)
  @ApiOperation({ operationId: 'resumeWebhook', summary: 'Send again, what waits at once; also after a 410' })
  @ApiAnswer('How it stands', WEBHOOK_SCHEMA)
  async resume(@Param('webhookId', UuidInPathPipe) id: string): Promise<WebhookAnswer> {
    return this.answer(await this.webhooks.resume(id));
  }

  private async answer(webhook: Parameters<typeof webhookAnswer>[0]): Promise<WebhookAnswer> {
    return webhookAnswer(webhook, await this.store.head());
  }

  private async positionAt(from: string): Promise<bigint> {
    const { place, field } = startOf(from, 'from');
    if (place === 'start') return 0n;
    const head = await this.store.head();
    if (place === 'now') return head;
    refuseAhead(place, head, field);
    return place;
  }
}
