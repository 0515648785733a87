import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiAnswer, ApiQueryOf, cursorAfter, decodeCursor, pageSizeOf } from '#projections/http';
import { Webhooks } from '../registry/webhooks.js';
import { UuidInPathPipe } from './uuid-in-path.pipe.js';
import {
  DEAD_LETTERS_SCHEMA,
  type DeadLettersPage,
  QUEUED_SCHEMA,
  type QueuedAgain,
  deadLetterAnswer,
} from './webhook-answers.js';
import { DeliveryPageQuery } from './webhook-bodies.js';

const UUID = { type: 'string', format: 'uuid' } as const;

@ApiTags('delivery')
@Controller('v1/webhooks/:webhookId/dead-letters')
export class DeadLettersController {
  constructor(private readonly webhooks: Webhooks) {}

  @Get()
  @ApiParam({ name: 'webhookId', schema: UUID })
  @ApiOperation({ operationId: 'listDeadLetters', summary: 'What could not be delivered, and why, in pages' })
  @ApiQueryOf(DeliveryPageQuery)
  @ApiAnswer('A page of dead letters, in the order of the log', DEAD_LETTERS_SCHEMA)
  async list(
    @Param('webhookId', UuidInPathPipe) id: string,
    @Query() query: DeliveryPageQuery,
  ): Promise<DeadLettersPage> {
    const limit = pageSizeOf(query);
    const after = query.cursor === undefined ? 0 : decodeCursor(query.cursor, ['after']).after;
    const found = await this.webhooks.deadLetters(id, after, limit + 1);
    const shown = found.slice(0, limit);
    return {
      deadLetters: shown.map(deadLetterAnswer),
      next: cursorAfter(found.length > limit ? shown.at(-1)!.number : null),
    };
  }

  @Post('redelivery')
  @HttpCode(202)
  @ApiParam({ name: 'webhookId', schema: UUID })
  @ApiOperation({ operationId: 'redeliverDeadLetters', summary: 'Try all dead letters again, under their old ids' })
  @ApiAcceptedResponse({ description: 'How many were queued', schema: QUEUED_SCHEMA as never })
  async redeliverAll(@Param('webhookId', UuidInPathPipe) id: string): Promise<QueuedAgain> {
    return { queued: await this.webhooks.redeliverAll(id) };
  }

  @Post(':deliveryId/redelivery')
  @HttpCode(202)
  @ApiParam({ name: 'webhookId', schema: UUID })
  @ApiParam({ name: 'deliveryId', schema: UUID })
  @ApiOperation({ operationId: 'redeliverDeadLetter', summary: 'Try one dead letter again, under its old id' })
  @ApiAcceptedResponse({ description: 'It was queued', schema: QUEUED_SCHEMA as never })
  async redeliver(
    @Param('webhookId', UuidInPathPipe) id: string,
    @Param('deliveryId', UuidInPathPipe) deliveryId: string,
  ): Promise<QueuedAgain> {
    await this.webhooks.redeliver(id, deliveryId);
    return { queued: 1 };
  }
}
