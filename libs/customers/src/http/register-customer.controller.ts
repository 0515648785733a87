import { Body, Controller, Headers, HttpCode, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiRecording, RecordFact, recordingAnswer, requestIdentity, splitRecordingBody } from '#intake/http';
import { CustomerRegistered } from '../events/customer-registered.js';
import { RegisterCustomerBody } from './register-customer.body.js';

@ApiTags('customers')
@Controller('v1/customers')
export class RegisterCustomerController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @HttpCode(201)
  @ApiRecording('registerCustomer', 'A customer comes into the base', RegisterCustomerBody)
  async register(
    @Body() body: RegisterCustomerBody,
    @Headers() headers: Record<string, string | undefined>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const { reference, ...fact } = body;
    const { data, envelope } = splitRecordingBody(fact);
    const customer = reference ? ({ kind: 'referenced', ...reference } as const) : ({ kind: 'new' } as const);
    const answer = await this.commands.execute(
      new RecordFact(CustomerRegistered.name, customer, data, envelope, requestIdentity(headers)),
    );
    if (answer.replayed) void reply.header('Idempotency-Replayed', 'true');
    return recordingAnswer(answer);
  }
}
