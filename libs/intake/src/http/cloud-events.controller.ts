import { Readable } from 'node:stream';
import { Body, Controller, Headers, HttpCode, Post, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { PerCallerLimit, ValidationFailed, customerOfStream } from '#kernel';
import { CloudEventReader } from '../cloud-events/cloud-event-reader.js';
import { Recorder } from '../recording/recorder.js';
import { CLOUD_EVENT_SCHEMA } from './cloud-event-schema.js';
import { countAnswers, recordEach } from './event-batch.js';
import { recordLines } from './event-lines.js';
import { BATCH_ANSWER_SCHEMA, itemAnswerSchema } from './item-answer-schema.js';
import { RECORDING_ANSWER_SCHEMA, recordingAnswer } from './recording-answer.js';

const MAX_BATCH_EVENTS = 10_000;
/** Streams of lines from one address at once: each may hold a line of 2 MiB and a thousand facts, for as long as it goes on. */
const MAX_STREAMS_PER_ADDRESS = 32;

/** Where CloudEvents are recorded. */
export const EVENTS_ROUTE = '/v1/events';
/** CloudEvents as a stream of lines. */
export const LINES_TYPE = 'application/x-ndjson';

@ApiTags('intake')
@Controller(EVENTS_ROUTE)
export class CloudEventsController {
  private readonly streams = new PerCallerLimit(MAX_STREAMS_PER_ADDRESS, 'streams of lines');

  constructor(
    private readonly reader: CloudEventReader,
    private readonly recorder: Recorder,
  ) {}

  @Post()
  @HttpCode(201)
  @ApiOperation({
    operationId: 'recordEvents',
    summary: 'Record CloudEvents: one, a batch, or a stream of lines',
    description:
      'One event answers 201 like any command. A batch answers 200 with an item for each event, in order. ' +
      'Lines (application/x-ndjson) are recorded as they come and answered by a line each. The same source and id ' +
      'again is answered as the first time.',
  })
  @ApiConsumes('application/cloudevents+json', 'application/cloudevents-batch+json', LINES_TYPE)
  @ApiBody({ schema: { oneOf: [CLOUD_EVENT_SCHEMA, { type: 'array', items: CLOUD_EVENT_SCHEMA }] } as never })
  @ApiResponse({ status: 201, description: 'One event, durable', schema: RECORDING_ANSWER_SCHEMA })
  @ApiResponse({
    status: 200,
    description: 'A batch, or lines: what became of each',
    content: {
      'application/json': { schema: BATCH_ANSWER_SCHEMA },
      [LINES_TYPE]: { schema: itemAnswerSchema('line') },
    },
  })
  async record(
    @Body() body: unknown,
    @Headers('content-type') contentType: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (body instanceof Readable) {
      reply.raw.once('close', this.streams.take(reply.request.ip));
      const answers = Readable.from(recordLines(this.reader, this.recorder, body), { objectMode: false });
      return void reply.status(200).type(LINES_TYPE).send(answers);
    }
    if (Array.isArray(body)) return void reply.status(200).send(await this.recordBatch(body));
    if (contentType?.includes('batch')) {
      throw new ValidationFailed([{ field: '', rule: 'type', message: 'a batch must be a JSON array' }]);
    }
    const { answer, repeated } = await this.recordOne(body);
    if (repeated) void reply.header('Idempotency-Replayed', 'true');
    void reply.status(201).send(answer);
  }

  private async recordOne(body: unknown): Promise<{ answer: object; repeated: boolean }> {
    const fact = this.reader.read(body);
    const { eventIds, revision, position, duplicate } = await this.recorder.record({ facts: [fact] });
    const customerId = customerOfStream(fact.stream);
    const answer = recordingAnswer({ customerId, eventIds, revision, position: String(position), replayed: duplicate });
    return { answer, repeated: duplicate };
  }

  private async recordBatch(batch: readonly unknown[]): Promise<object> {
    if (batch.length > MAX_BATCH_EVENTS) {
      const message = `a batch takes at most ${MAX_BATCH_EVENTS} events; send the rest in another, or stream lines`;
      throw new ValidationFailed([{ field: '', rule: 'maxItems', message }]);
    }
    const items = await recordEach(
      this.reader,
      this.recorder,
      batch.map((item) => () => item),
    );
    return { ...countAnswers(items), items: items.map((answer, index) => ({ index, ...answer })) };
  }
}
