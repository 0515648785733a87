import { Body, Controller, Headers, HttpCode, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  ApiRecording,
  CustomerIdPipe,
  RecordFact,
  type RecordFactAnswer,
  type RecordingEnvelope,
  recordingAnswer,
  recordingBodyOf,
  requestIdentity,
  splitRecordingBody,
} from '#intake/http';
import { type ClassOf, commandDefinitionOf, intakeDefinitionOf, Unavailable } from '#kernel';
import { TransferReceipts } from '../booking/transfer-receipts.js';
import { TransferPoints } from '../events/points-transferred.js';

const { type: TYPE, about: ABOUT, path: PATH } = commandDefinitionOf(TransferPoints);

export class TransferBody extends (recordingBodyOf(intakeDefinitionOf(TransferPoints)!) as ClassOf<
  TransferPoints & RecordingEnvelope
>) {}

/** A transfer is two facts in two streams: this records the first one as any command, and the second one at once. */
@ApiTags('loyalty')
@Controller('v1/customers/:customerId')
export class TransfersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly receipts: TransferReceipts,
  ) {}

  @Post(PATH)
  @HttpCode(201)
  @ApiParam({ name: 'customerId', schema: { type: 'string', format: 'uuid' } })
  @ApiRecording(`record${TYPE}`, ABOUT, TransferBody)
  async transfer(
    @Param('customerId', CustomerIdPipe) id: string,
    @Body() body: TransferBody,
    @Headers() headers: Record<string, string | undefined>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const { data, envelope } = splitRecordingBody(body);
    await this.receipts.requireReceiver((data as TransferPoints).toCustomer);
    const request = requestIdentity(headers);
    const answer = await this.commands.execute(new RecordFact(TYPE, { kind: 'known', id }, data, envelope, request));
    if (answer.replayed) void reply.header('Idempotency-Replayed', 'true');
    return recordingAnswer({ ...answer, position: await this.positionOfReceipt(id, answer) });
  }

  /** Where both halves are recorded; of the first one alone when the log stays away: the booking does the other later. */
  private async positionOfReceipt(
    fromCustomer: string,
    { eventIds, revision, position }: RecordFactAnswer,
  ): Promise<string> {
    try {
      return String((await this.receipts.complete({ fromCustomer, eventIds, revision })).position);
    } catch (error) {
      // The points have left for good: told that nothing happened, the caller would send them again.
      if (error instanceof Unavailable) return position;
      throw error;
    }
  }
}
