import { Body, Controller, Headers, HttpCode, Param, Post, Res, type Type } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type ClassOf, type IntakeDefinition, intakeDefinitionOf } from '#kernel';
import { CustomerIdPipe } from './customer-id.pipe.js';
import { type CommandTarget, RecordFact } from './record-fact.command.js';
import { recordingAnswer } from './recording-answer.js';
import { recordingBodyOf, splitRecordingBody } from './recording-body.js';
import { ApiRecording } from './recording-operation.js';
import { recordingPathOf } from './recording-path.js';
import { requestIdentity } from './request-identity.js';

/**
 * The controller of a domain's recording commands: POST /v1/customers/{customerId}/{path} for each of its facts and
 * commands, and POST /v1/{path} for those that are not about a customer. The class is the body, its checks and its
 * documentation. What only decisions make has no route.
 */
export function recordingController(tag: string, bodies: readonly ClassOf[]): Type<unknown> {
  @ApiTags(tag)
  @Controller()
  class RecordingController {
    constructor(readonly commands: CommandBus) {}
  }
  for (const body of bodies) {
    const definition = intakeDefinitionOf(body);
    if (definition) addRoute(RecordingController, definition);
  }
  Object.defineProperty(RecordingController, 'name', { value: `${tag}RecordingController` });
  return RecordingController;
}

type Headed = Record<string, string | undefined>;

function addRoute(controller: Type<{ commands: CommandBus }>, definition: IntakeDefinition): void {
  const { type, about, stream } = definition;
  const bodyType = recordingBodyOf(definition);
  const prototype = controller.prototype as object;
  const method = `record${type}`;

  async function record(
    { commands }: { commands: CommandBus },
    target: CommandTarget,
    body: object,
    headers: Headed,
    reply: FastifyReply,
  ): Promise<object> {
    const { data, envelope } = splitRecordingBody(body);
    const answer = await commands.execute(new RecordFact(type, target, data, envelope, requestIdentity(headers)));
    if (answer.replayed) void reply.header('Idempotency-Replayed', 'true');
    return recordingAnswer(answer);
  }

  const handler =
    stream === undefined
      ? function (this: { commands: CommandBus }, body: object, headers: Headed, reply: FastifyReply, id: string) {
          return record(this, { kind: 'known', id }, body, headers, reply);
        }
      : function (this: { commands: CommandBus }, body: object, headers: Headed, reply: FastifyReply) {
          return record(this, { kind: 'stream', stream }, body, headers, reply);
        };
  Object.defineProperty(prototype, method, { value: handler, writable: true, configurable: true });
  // What decorators on a written method would do: the validation pipe reads the body's class from these types.
  Reflect.defineMetadata('design:paramtypes', [bodyType, Object, Object, String], prototype, method);
  Body()(prototype, method, 0);
  Headers()(prototype, method, 1);
  Res({ passthrough: true })(prototype, method, 2);
  if (stream === undefined) Param('customerId', CustomerIdPipe)(prototype, method, 3);

  const descriptor = Object.getOwnPropertyDescriptor(prototype, method)!;
  const decorators = [
    Post(recordingPathOf(definition, ':customerId')),
    HttpCode(201),
    ApiRecording(method, about, bodyType),
  ];
  if (stream === undefined) {
    decorators.push(ApiParam({ name: 'customerId', schema: { type: 'string', format: 'uuid' } }));
  }
  for (const decorate of decorators) decorate(prototype, method, descriptor);
}
