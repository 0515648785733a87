import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type ExpectedRevision, RevisionConflict } from '#event-store';
import { NotFound, ValidationFailed, customerIdOf, customerOfSubject, customerStream, newId, toUtc } from '#kernel';
import { contentDigest } from '../content-digest.js';
import type { FactToRecord } from '../recording/fact-to-record.js';
import { Recorder } from '../recording/recorder.js';
import { type CommandTarget, RecordFact, type RecordFactAnswer } from './record-fact.command.js';

/** The source of facts that come as typed commands. */
export const COMMAND_SOURCE = 'urn:rapport:api';

@CommandHandler(RecordFact)
export class RecordFactHandler implements ICommandHandler<RecordFact> {
  constructor(private readonly recorder: Recorder) {}

  /** Throws what Recorder throws, and NotFound for a customer of whom the ledger knows nothing. */
  async execute(command: RecordFact): Promise<RecordFactAnswer> {
    const sourceId = command.request.idempotencyKey ?? newId();
    const customerId = customerIdFor(command.target, sourceId);
    const expectedRevision = expectationFor(command);
    try {
      const recorded = await this.recorder.record({
        facts: [factOf(command, customerId, sourceId)],
        expectedRevision,
      });
      return {
        customerId,
        eventIds: recorded.eventIds,
        revision: recorded.revision,
        position: String(recorded.position),
        replayed: recorded.duplicate,
      };
    } catch (error) {
      const unknown =
        error instanceof RevisionConflict && error.currentRevision === 'none' && command.target.kind === 'known';
      throw unknown ? new NotFound('customer', String(customerId)) : error;
    }
  }
}

function factOf(command: RecordFact, customerId: string | undefined, sourceId: string): FactToRecord {
  const { type, data, envelope, target, request } = command;
  const correlationId = envelope.correlationId ?? request.correlationId;
  return {
    type,
    stream: target.kind === 'stream' ? target.stream : customerStream(customerId!),
    data,
    source: COMMAND_SOURCE,
    sourceId,
    ...subjectOf(target, customerId),
    occurredAt: envelope.occurredAt ? toUtc(envelope.occurredAt) : new Date().toISOString(),
    ...(envelope.actor ? { actor: { ...envelope.actor } } : {}),
    ...(correlationId ? { correlationId } : {}),
    ...(envelope.causationId ? { causationId: envelope.causationId } : {}),
    ...(request.idempotencyKey ? { requestDigest: contentDigest({ type, customer: target, data, envelope }) } : {}),
  };
}

function subjectOf(target: CommandTarget, customerId: string | undefined): { subject?: string } {
  if (target.kind === 'referenced') return { subject: target.subject };
  return customerId === undefined ? {} : { subject: `customer:${customerId}` };
}

function customerIdFor(target: CommandTarget, sourceId: string): string | undefined {
  switch (target.kind) {
    case 'stream':
      return undefined;
    case 'known':
      return target.id;
    case 'new':
      return customerIdOf(COMMAND_SOURCE, sourceId);
    case 'referenced':
      return customerOfSubject(target.source, target.subject);
  }
}

function expectationFor({ target, envelope }: RecordFact): ExpectedRevision {
  if (target.kind === 'new') {
    if (envelope.expectedRevision === undefined) return 'none';
    throw new ValidationFailed([
      { field: 'expectedRevision', rule: 'new-customer', message: 'a new customer has no revision yet' },
    ]);
  }
  return envelope.expectedRevision ?? (target.kind === 'known' ? 'exists' : 'any');
}
