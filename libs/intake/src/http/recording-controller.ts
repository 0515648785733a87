import { Body, Controller, Headers, HttpCode, Param, Post, Res, type Type } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiHeader, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type ClassOf, type FactDefinition, factDefinitionOf, schemaOf } from '#kernel';
import { CustomerIdPipe } from './customer-id.pipe.js';
import { idempotencyKey } from './idempotency-key.js';
import { RecordFact } from './record-fact.command.js';
import { RECORDING_ANSWER_SCHEMA, recordingAnswer } from './recording-answer.js';
import { recordingBodyOf, splitRecordingBody } from './recording-body.js';

/**
 * The controller of a domain's recording commands: POST /v1/customers/{customerId}/{path} for each of its facts. The
 * fact's class is the body, its checks and its documentation.
 */
export function recordingController(tag: string, facts: readonly ClassOf[]): Type<unknown> {
  @ApiTags(tag)
  @Controller('v1/customers/:customerId')
  class RecordingController {
    constructor(readonly commands: CommandBus) {}
  }
  for (const body of facts) addRoute(RecordingController, factDefinitionOf(body));
  Object.defineProperty(RecordingController, 'name', { value: `${tag}RecordingController` });
  return RecordingController;
}

function addRoute(controller: Type<{ commands: CommandBus }>, fact: FactDefinition): void {
  const bodyType = recordingBodyOf(fact);
  const prototype = controller.prototype as object;
  const method = `record${fact.type}`;

  async function record(
    this: { commands: CommandBus },
    customerId: string,
    body: object,
    key: string | undefined,
    reply: FastifyReply,
  ): Promise<object> {
    const { data, envelope } = splitRecordingBody(body);
    const answer = await this.commands.execute(
      new RecordFact(fact.type, { kind: 'known', id: customerId }, data, envelope, idempotencyKey(key)),
    );
    if (answer.replayed) void reply.header('Idempotency-Replayed', 'true');
    return recordingAnswer(answer);
  }

  Object.defineProperty(prototype, method, { value: record, writable: true, configurable: true });
  // What decorators on a written method would do: the validation pipe reads the body's class from these types.
  Reflect.defineMetadata('design:paramtypes', [String, bodyType, String, Object], prototype, method);
  Param('customerId', CustomerIdPipe)(prototype, method, 0);
  Body()(prototype, method, 1);
  Headers('idempotency-key')(prototype, method, 2);
  Res({ passthrough: true })(prototype, method, 3);

  const descriptor = Object.getOwnPropertyDescriptor(prototype, method)!;
  for (const decorate of [
    Post(fact.path),
    HttpCode(201),
    ApiOperation({ operationId: method, summary: fact.about }),
    ApiParam({ name: 'customerId', schema: { type: 'string', format: 'uuid' } }),
    ApiHeader({ name: 'Idempotency-Key', required: false, description: 'Same key, same answer; stored once' }),
    ApiBody({ schema: schemaOf(bodyType) as never }),
    ApiResponse({ status: 201, description: 'Recorded, durable', schema: RECORDING_ANSWER_SCHEMA }),
  ]) {
    decorate(prototype, method, descriptor);
  }
}
