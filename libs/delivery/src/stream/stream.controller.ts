import { Controller, Get, Headers, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EventStore } from '#event-store';
import { FactCatalogue, ValidationFailed, customerStream, isUuid } from '#kernel';
import { ApiQueryOf } from '#projections/http';
import { OUTGOING_CLOUD_EVENT_SCHEMA } from '../cloud-events/outgoing-cloud-event-schema.js';
import type { EventSelection } from '../selection/event-selection.js';
import { unknownTypes } from '../selection/known-types.js';
import { refuseAhead } from '../selection/position-text.js';
import { EventStreams, STREAM_TYPE } from './event-streams.js';
import { StreamQuery } from './stream-query.js';
import { type StartPlace, startOfStream } from './stream-start.js';

const MESSAGE_SCHEMA = {
  type: 'string',
  contentMediaType: 'application/json',
  contentSchema: OUTGOING_CLOUD_EVENT_SCHEMA,
};

@ApiTags('delivery')
@Controller('v1/stream')
export class StreamController {
  constructor(
    private readonly store: EventStore,
    private readonly catalogue: FactCatalogue,
    private readonly streams: EventStreams,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'streamEvents',
    summary: 'The events of the log as they come, as server-sent events, from any position',
    description:
      'Each message is a CloudEvent in JSON; its id is the position. A browser’s EventSource, and whoever else sends the ' +
      'last id as Last-Event-ID, goes on exactly behind it. An id without data says how far the log was read without ' +
      'anything wanted; a comment comes every 15 seconds. With too many streams open it answers 429.',
  })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The position behind which to go on',
    schema: { type: 'string' },
  })
  @ApiQueryOf(StreamQuery)
  @ApiResponse({
    status: 200,
    description:
      'Messages without end: `id`, the position, and `data`, a CloudEvent. The schema is that of the data; it is that of ' +
      'the body of a webhook’s delivery, too',
    content: { [STREAM_TYPE]: { schema: MESSAGE_SCHEMA } },
  })
  async read(
    @Query() query: StreamQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const start = startOfStream(query, lastEventId);
    const selection = await this.selectionOf(query);
    const after = await this.positionAt(start);
    if (request.method === 'HEAD') return void reply.type(STREAM_TYPE).send();
    this.streams.send(reply, selection, after);
  }

  private async selectionOf({ type, customer }: StreamQuery): Promise<EventSelection> {
    const types = type?.split(',').map((each) => each.trim());
    const violations = unknownTypes(types ?? [], this.catalogue, () => 'type');
    if (violations.length > 0) throw new ValidationFailed(violations);
    return {
      ...(types === undefined ? {} : { types }),
      ...(customer === undefined ? {} : { stream: await this.streamOf(customer.toLowerCase()) }),
    };
  }

  private async streamOf(customer: string): Promise<string> {
    if (!isUuid(customer)) {
      throw new ValidationFailed([{ field: 'customer', rule: 'uuid', message: 'must be a UUID' }]);
    }
    const stream = customerStream(customer);
    for await (const _ of this.store.readStream(stream, { limit: 1 })) return stream;
    throw new ValidationFailed([
      { field: 'customer', rule: 'known-customer', message: 'is nobody of whom the ledger knows anything' },
    ]);
  }

  private async positionAt({ field, place }: StartPlace): Promise<bigint> {
    if (place === 'start') return 0n;
    const head = await this.store.head();
    if (place === 'now') return head;
    refuseAhead(place, head, field);
    return place;
  }
}
