import { setTimeout as sleep } from 'node:timers/promises';
import { answerKnown, type SaysTheSame } from '../../append/known-answer.js';
import type { PendingAppend } from '../../append/pending-append.js';
import { withPatienceFor } from '../../connection/patience.js';
import { pauseBefore } from '../../connection/pause.js';
import { AccessDenied } from '../../errors/access-denied.js';
import { StreamDeleted } from '../../errors/stream-deleted.js';
import type { Appended } from '../../port/event-store.js';
import type { StoredEvent } from '../../port/stored-event.js';
import type { ServerConnection } from '../connection/server-connection.js';
import type { LedgerStreams } from '../ledger-streams.js';
import { isPassing, NoAnswer } from '../protocol/call-failure.js';
import { appendLimitOf, portErrorOf, tooLarge } from '../protocol/port-errors.js';
import { sendAppend } from '../protocol/send-append.js';
import type { LogReader } from '../read/log-reader.js';
import type { KnownStreams } from './known-streams.js';
import { decideRound } from './stream-round.js';
import { StreamView } from './stream-view.js';

export interface WriterParts {
  connection: ServerConnection;
  streams: LedgerStreams;
  reader: LogReader;
  known: KnownStreams;
  saysTheSame: SaysTheSame;
}

/** When others write to the same stream all the time, from so many rounds on a pause helps more than haste. */
const HASTY_ROUNDS = 5;

/**
 * Brings appends of one stream to their end, in their order. Whatever was sent is looked up in the stream afterwards,
 * whether its answer came or not. What is read there says at which position it is, and which of two processes stored it
 * with which content: the server takes an event id that it knows as the same event, whatever its body.
 */
export class StreamWriter {
  private readonly view: StreamView;
  private readonly sent = new Set<PendingAppend>();
  /** Neighbours are kept apart once something was refused that they may not share. */
  private alone = false;

  constructor(
    private readonly parts: WriterParts,
    private readonly stream: string,
    private waiting: readonly PendingAppend[],
  ) {
    this.view = new StreamView(stream, parts.reader, parts.known);
  }

  /** Until each has its answer. Never throws. */
  async settleAll(): Promise<void> {
    while (this.waiting.length > 0) {
      try {
        await this.settleSome();
      } catch (error) {
        const reason = portErrorOf(error, 'to append', this.stream);
        for (const pending of this.waiting) this.settle(pending, { status: 'rejected', reason });
      }
    }
    this.view.keep();
  }

  private settleSome(): Promise<void> {
    this.view.grewOld();
    return withPatienceFor(isPassing, async (attempt) => {
      // What became of the attempt before can only be seen in the stream.
      if (attempt > 0) await this.readOn();
      for (let round = 0; !(await this.settleRound()); round += 1) {
        if (round >= HASTY_ROUNDS) await sleep(pauseBefore(round - HASTY_ROUNDS));
      }
    });
  }

  /** Whether something is settled now; if not, the stream was not as it was thought to be, and has been read again. */
  private async settleRound(): Promise<boolean> {
    const { stream, waiting, view, parts } = this;
    const known = await view.current(waiting[0]?.append.expectedRevision === 'none');
    const isElsewhere = (id: string): boolean => parts.known.isElsewhere(id, stream);
    const round = decideRound(stream, waiting, known, isElsewhere, this.alone);
    if (round.refused.length > 0 && !view.isFresh) {
      await this.readOn();
      return false;
    }
    if (round.toSend.length > 0 && !(await this.store(round.toSend, known.revision))) return false;
    await this.settleStored([...round.known, ...round.toSend]);
    for (const { pending, reason } of round.refused) this.settle(pending, { status: 'rejected', reason });
    return true;
  }

  /** Whether they are in the stream now. What is refused for good is settled here. */
  private async store(appends: readonly PendingAppend[], revision: number): Promise<boolean> {
    const events = appends.flatMap(({ append }) => append.events);
    const nameOnServer = this.parts.streams.onServer(this.stream);
    for (const pending of appends) this.sent.add(pending);
    try {
      const expected = revision < 0 ? 'none' : revision;
      const verdict = await sendAppend(this.parts.connection, nameOnServer, expected, events);
      await this.readOn();
      if (!verdict.stored) return false;
    } catch (error) {
      this.refuseOneOf(appends, error);
      return false;
    }
    if (appends.every(({ append }) => this.view.hasAllOf(append))) return true;
    throw new NoAnswer(`what was stored in ${this.stream} is not to be read yet`);
  }

  /** Throws again what passes, and what would be said to each of them alike. */
  private refuseOneOf(appends: readonly PendingAppend[], error: unknown): void {
    const portError = portErrorOf(error, 'to append', this.stream);
    if (isPassing(error) || portError instanceof StreamDeleted || portError instanceof AccessDenied) throw error;
    const [first, ...others] = appends;
    if (others.length > 0 || !first) {
      this.alone = true;
      return;
    }
    const limit = appendLimitOf(error);
    const reason = limit === undefined ? portError : tooLarge(first.append.events, limit);
    this.settle(first, { status: 'rejected', reason });
  }

  private async settleStored(appends: readonly PendingAppend[]): Promise<void> {
    const stored = await this.view.storedOf(appends.map(({ append }) => append));
    for (const pending of appends) this.settle(pending, this.answerOf(pending, stored));
  }

  private answerOf(pending: PendingAppend, stored: ReadonlyMap<string, StoredEvent>): PromiseSettledResult<Appended> {
    try {
      const value = answerKnown(pending.append, stored, this.parts.saysTheSame, this.sent.has(pending));
      return { status: 'fulfilled', value };
    } catch (reason) {
      return { status: 'rejected', reason };
    }
  }

  private readOn(): Promise<void> {
    return this.view.readOn(this.waiting.map(({ append }) => append));
  }

  private settle(pending: PendingAppend, outcome: PromiseSettledResult<Appended>): void {
    this.waiting = this.waiting.filter((other) => other !== pending);
    pending.settle(outcome);
  }
}
