import { Body, Controller, Headers, HttpCode, Param, PayloadTooLargeException, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { customerOfStream, NotFound, ValidationFailed } from '#kernel';
import { CloudEventReader } from '../cloud-events/cloud-event-reader.js';
import { countAnswers, recordEach } from '../http/event-batch.js';
import { BATCH_ANSWER_SCHEMA } from '../http/item-answer-schema.js';
import { RECORDING_ANSWER_SCHEMA, recordingAnswer } from '../http/recording-answer.js';
import { isObject } from '../mappings/known-keys.js';
import { Recorder } from '../recording/recorder.js';
import { CALL_TYPES, type CallType } from './segment-call.js';
import { SEGMENT_BATCH_SCHEMA, SEGMENT_CALL_SCHEMA } from './segment-schemas.js';
import { SEGMENT_SOURCE, segmentEvent } from './segment-event.js';

/** As Segment's own HTTP API has them. */
const MAX_BATCH_CALLS = 2_500;
const MAX_BATCH_BYTES = 500 * 1_024;

const SOURCE_QUERY = {
  name: 'source',
  required: false,
  description: `The system that sends the calls (URI reference); by default ${SEGMENT_SOURCE}`,
};

/** Calls of the Segment spec, for programs that send them already. */
@ApiTags('intake')
@Controller('/v1/segment')
export class SegmentController {
  constructor(
    private readonly reader: CloudEventReader,
    private readonly recorder: Recorder,
  ) {}

  @Post('batch')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'recordSegmentBatch',
    summary: 'Record a batch of Segment calls',
    description: `At most ${MAX_BATCH_CALLS} calls and ${MAX_BATCH_BYTES} bytes; each call has an answer of its own.`,
  })
  @ApiQuery(SOURCE_QUERY)
  @ApiBody({ schema: SEGMENT_BATCH_SCHEMA as never })
  @ApiResponse({ status: 200, description: 'What became of each call, in order', schema: BATCH_ANSWER_SCHEMA })
  async recordBatch(
    @Body() body: unknown,
    @Headers('content-length') length: string | undefined,
    @Query('source') source: string | undefined,
  ): Promise<object> {
    if (Number(length ?? 0) > MAX_BATCH_BYTES) {
      throw new PayloadTooLargeException(`a batch takes at most ${MAX_BATCH_BYTES} bytes; send the rest in another`);
    }
    const calls = isObject(body) ? body.batch : undefined;
    if (!Array.isArray(calls)) {
      throw new ValidationFailed([{ field: 'batch', rule: 'type', message: 'must be a list of calls' }]);
    }
    if (calls.length > MAX_BATCH_CALLS) {
      const message = `takes at most ${MAX_BATCH_CALLS} calls; send the rest in another`;
      throw new ValidationFailed([{ field: 'batch', rule: 'maxItems', message }]);
    }
    const { context } = body as { context?: unknown };
    const items = await recordEach(
      this.reader,
      this.recorder,
      calls.map((call: unknown) => () => eventOf(withContext(call, context), source)),
    );
    return { ...countAnswers(items), items: items.map((answer, index) => ({ index, ...answer })) };
  }

  @Post(':call')
  @HttpCode(201)
  @ApiOperation({
    operationId: 'recordSegmentCall',
    summary: 'Record a Segment call',
    description: 'The messageId is the idempotency key: the same one again is answered as the first time.',
  })
  @ApiParam({ name: 'call', enum: CALL_TYPES })
  @ApiQuery(SOURCE_QUERY)
  @ApiBody({ schema: SEGMENT_CALL_SCHEMA as never })
  @ApiResponse({ status: 201, description: 'The fact is durable', schema: RECORDING_ANSWER_SCHEMA })
  async record(
    @Param('call') call: string,
    @Body() body: unknown,
    @Query('source') source: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const fact = this.reader.read(eventOf(body, source, typeOf(call)));
    const { eventIds, revision, position, duplicate } = await this.recorder.record({ facts: [fact] });
    if (duplicate) void reply.header('Idempotency-Replayed', 'true');
    const customerId = customerOfStream(fact.stream);
    return recordingAnswer({ customerId, eventIds, revision, position: String(position), replayed: duplicate });
  }
}

function typeOf(call: string): CallType {
  const type = CALL_TYPES.find((each) => each === call);
  if (type) return type;
  throw new NotFound('Segment call', call);
}

function eventOf(call: unknown, source: string | undefined, type?: CallType): object {
  return { ...segmentEvent(call, type), source: source || SEGMENT_SOURCE };
}

/** A batch's context holds for the calls that have none of their own. */
function withContext(call: unknown, context: unknown): unknown {
  return isObject(call) && call.context === undefined && isObject(context) ? { ...call, context } : call;
}
