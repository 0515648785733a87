import { Body, Controller, Headers, HttpCode, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RECORDING_ANSWER_SCHEMA, RecordFact, idempotencyKey, recordingAnswer, splitRecordingBody } from '#intake';
import { schemaOf } from '#kernel';
import { CustomerRegistered } from '../events/customer-registered.js';
import { RegisterCustomerBody } from './register-customer.body.js';

@ApiTags('customers')
@Controller('v1/customers')
export class RegisterCustomerController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @HttpCode(201)
  @ApiOperation({ operationId: 'registerCustomer', summary: 'A customer comes into the base' })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'Same key, same answer; stored once' })
  @ApiBody({ schema: schemaOf(RegisterCustomerBody) as never })
  @ApiResponse({ status: 201, description: 'Registered, durable', schema: RECORDING_ANSWER_SCHEMA })
  async register(
    @Body() body: RegisterCustomerBody,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const { reference, ...fact } = body;
    const { data, envelope } = splitRecordingBody(fact);
    const customer = reference ? ({ kind: 'referenced', ...reference } as const) : ({ kind: 'new' } as const);
    const answer = await this.commands.execute(
      new RecordFact(CustomerRegistered.name, customer, data, envelope, idempotencyKey(key)),
    );
    if (answer.replayed) void reply.header('Idempotency-Replayed', 'true');
    return recordingAnswer(answer);
  }
}
