import { Command } from '@nestjs/cqrs';
import type { RecordingEnvelope } from './recording-body.js';
import type { RequestIdentity } from './request-identity.js';

/** What a recording command answers. */
export interface RecordFactAnswer {
  customerId: string;
  eventIds: string[];
  revision: number;
  /** Position of the last event: give it as `minPosition` to read one's own write. */
  position: string;
  /** The same command was answered before, and this is that answer. */
  replayed: boolean;
}

/** Record one fact about one customer, its body checked. */
export class RecordFact extends Command<RecordFactAnswer> {
  constructor(
    readonly type: string,
    readonly customer: CommandedCustomer,
    readonly data: object,
    readonly envelope: RecordingEnvelope,
    readonly request: RequestIdentity,
  ) {
    super();
  }
}

/** The customer a command is about: one who must be in the ledger, a new one, or one that a source names. */
export type CommandedCustomer =
  { kind: 'known'; id: string } | { kind: 'new' } | { kind: 'referenced'; source: string; subject: string };
