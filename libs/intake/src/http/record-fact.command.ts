import { Command } from '@nestjs/cqrs';
import type { RecordingEnvelope } from './recording-body.js';
import type { RequestIdentity } from './request-identity.js';

/** What a recording command answers. */
export interface RecordFactAnswer {
  /** Undefined for what is not about a customer. */
  customerId: string | undefined;
  eventIds: string[];
  revision: number;
  /** Position of the last event: give it as `minPosition` to read one's own write. */
  position: string;
  /** The same command was answered before, and this is that answer. */
  replayed: boolean;
}

/** Record one fact, or what a command leads to, its body checked. */
export class RecordFact extends Command<RecordFactAnswer> {
  constructor(
    readonly type: string,
    readonly target: CommandTarget,
    readonly data: object,
    readonly envelope: RecordingEnvelope,
    readonly request: RequestIdentity,
  ) {
    super();
  }
}

/**
 * What a command is about: a customer who must be in the ledger, a new one, one that a source names, or something that
 * has a stream of its own.
 */
export type CommandTarget =
  | { kind: 'known'; id: string }
  | { kind: 'new' }
  | { kind: 'referenced'; source: string; subject: string }
  | { kind: 'stream'; stream: string };
