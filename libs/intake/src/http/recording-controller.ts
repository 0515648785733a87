import { Body, Controller, Headers, HttpCode, Param, Post, Res, type Type } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type ClassOf, type FactDefinition, factDefinitionOf } from '#kernel';
import { CustomerIdPipe } from './customer-id.pipe.js';
import { RecordFact } from './record-fact.command.js';
import { recordingAnswer } from './recording-answer.js';
import { recordingBodyOf, splitRecordingBody } from './recording-body.js';
import { ApiRecording } from './recording-operation.js';
import { requestIdentity } from './request-identity.js';

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
    headers: Record<string, string | undefined>,
    reply: FastifyReply,
  ): Promise<object> {
    const { data, envelope } = splitRecordingBody(body);
    const answer = await this.commands.execute(
      new RecordFact(fact.type, { kind: 'known', id: customerId }, data, envelope, requestIdentity(headers)),
    );
    if (answer.replayed) void reply.header('Idempotency-Replayed', 'true');
    return recordingAnswer(answer);
  }

  Object.defineProperty(prototype, method, { value: record, writable: true, configurable: true });
  // What decorators on a written method would do: the validation pipe reads the body's class from these types.
  Reflect.defineMetadata('design:paramtypes', [String, bodyType, Object, Object], prototype, method);
  Param('customerId', CustomerIdPipe)(prototype, method, 0);
  Body()(prototype, method, 1);
  Headers()(prototype, method, 2);
  Res({ passthrough: true })(prototype, method, 3);

  const descriptor = Object.getOwnPropertyDescriptor(prototype, method)!;
  for (const decorate of [
    Post(fact.path),
    HttpCode(201),
    ApiParam({ name: 'customerId', schema: { type: 'string', format: 'uuid' } }),
    ApiRecording(method, fact.about, bodyType),
  ]) {
    decorate(prototype, method, descriptor);
  }
}
