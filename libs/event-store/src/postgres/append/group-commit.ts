import { Unavailable } from '#kernel';
import { RevisionConflict } from '../../errors/revision-conflict.js';
import type { Append, Appended } from '../../port/event-store.js';
import type { StoredEvent } from '../../port/stored-event.js';
import type { Connections } from '../connection/connections.js';
import { isLostConnection } from '../connection/lost-connection.js';
import { withPatience } from '../connection/patience.js';
import { appendBatch, type BatchVerdict, KNOWN, NOT_AS_EXPECTED, STORED } from '../sql/append-batch.js';
import { readByIds } from '../sql/read-by-ids.js';
import { AppendQueue } from './append-queue.js';
import { checkAppend } from '../../append/checked-append.js';
import { answerKnown, type SaysTheSame } from '../../append/known-answer.js';
import { bytesOf, type PendingAppend } from '../../append/pending-append.js';

/** Batches on their way at once: the database works on one while the next arrives and the last one's callers are told. */
const MAX_UNDER_WAY = 2;

/** Fewer than this are not worth two commits. */
const MIN_TO_DIVIDE = 16;

/**
 * Gathers the appends of all callers into few calls of the database: while batches commit, the next one grows. So the
 * price of a commit is shared by all who wait for it.
 */
export class GroupCommit {
  private readonly queue = new AppendQueue();
  /** Ends when all batches so far have. */
  private lastDeparted: Promise<void> = Promise.resolve();
  private underWay = 0;
  private departing = false;
  private whenIdle: (() => void)[] = [];

  constructor(
    private readonly connections: Connections,
    private readonly saysTheSame: SaysTheSame,
    private readonly onStored: (head: bigint) => void,
  ) {}

  append(append: Append): Promise<Appended> {
    return new Promise((resolve, reject) => {
      this.enqueue(append, (outcome) => {
        if (outcome.status === 'fulfilled') resolve(outcome.value);
        else reject(outcome.reason as Error);
      });
    });
  }

  appendMany(appends: readonly Append[]): Promise<PromiseSettledResult<Appended>[]> {
    return new Promise((resolve) => {
      const outcomes = new Array<PromiseSettledResult<Appended>>(appends.length);
      let open = appends.length;
      if (open === 0) resolve(outcomes);
      appends.forEach((append, index) => {
        this.enqueue(append, (outcome) => {
          outcomes[index] = outcome;
          open -= 1;
          if (open === 0) resolve(outcomes);
        });
      });
    });
  }

  /** Until nothing waits any more. */
  drained(): Promise<void> {
    if (this.isIdle) return Promise.resolve();
    return new Promise((resolve) => this.whenIdle.push(resolve));
  }

  private get isIdle(): boolean {
    return this.queue.isEmpty && this.underWay === 0 && !this.departing;
  }

  private enqueue(append: Append, settle: PendingAppend['settle']): void {
    try {
      checkAppend(append);
    } catch (reason) {
      settle({ status: 'rejected', reason });
      return;
    }
    this.queue.add({ append, bytes: bytesOf(append), settle });
    this.departSoon();
  }

  /** All who were answered just now, and all whose input has arrived, get on board before the next batch leaves. */
  private departSoon(): void {
    if (this.departing) return;
    this.departing = true;
    setImmediate(() => {
      this.departing = false;
      this.depart();
      if (this.isIdle) for (const resolve of this.whenIdle.splice(0)) resolve();
    });
  }

  private depart(): void {
    while (this.underWay < MAX_UNDER_WAY && !this.queue.isEmpty) {
      this.lastDeparted = this.travel(this.queue.takeBatch(this.shareOfWaiting()), this.lastDeparted);
    }
  }

  /** When nothing is under way, half of many stay for a second batch, to keep the database busy in turns. */
  private shareOfWaiting(): number {
    const { length } = this.queue;
    return this.underWay > 0 || length < MIN_TO_DIVIDE ? length : Math.ceil(length / 2);
  }

  private async travel(batch: readonly PendingAppend[], before: Promise<void>): Promise<void> {
    this.underWay += 1;
    await this.commit(batch, before);
    this.underWay -= 1;
    this.departSoon();
    await before;
  }

  /** `before`: the batches that left earlier. One connection carries all in turn, so only who tries again must wait. */
  private async commit(batch: readonly PendingAppend[], before: Promise<void>): Promise<void> {
    try {
      await this.send(batch, before);
    } catch (reason) {
      if (batch.length === 1 || reason instanceof Unavailable || isLostConnection(reason)) {
        for (const pending of batch) pending.settle({ status: 'rejected', reason });
        return;
      }
      // Something in it is refused for a reason that nobody has foreseen: each for itself, so that one errs alone.
      for (const pending of batch) await this.commit([pending], before);
    }
  }

  private async send(batch: readonly PendingAppend[], before: Promise<void>): Promise<void> {
    const appends = batch.map((pending) => pending.append);
    let resent = false;
    const verdict = await withPatience(async (attempt) => {
      resent = attempt > 0;
      if (resent) await before;
      return this.connections.forAppending((client) => appendBatch(client, appends));
    });
    const head = settleJudged(batch, verdict);
    if (head > verdict.head) this.onStored(head);
    const known = batch.filter((_, index) => verdict.outcomes[index] === KNOWN);
    if (known.length > 0) await this.settleKnown(known, head, resent);
  }

  /** `head`: after the batch. What a later one has stored since says nothing about this one. */
  private async settleKnown(known: readonly PendingAppend[], head: bigint, resent: boolean): Promise<void> {
    const ids = known.flatMap(({ append }) => append.events.map((event) => event.id));
    let storedById: ReadonlyMap<string, StoredEvent>;
    try {
      const stored = await withPatience(() => this.connections.forReading((client) => readByIds(client, ids)));
      storedById = new Map(stored.filter(({ position }) => position <= head).map((event) => [event.id, event]));
    } catch (reason) {
      for (const { settle } of known) settle({ status: 'rejected', reason });
      return;
    }
    for (const { append, settle } of known) {
      settle(outcomeOf(() => answerKnown(append, storedById, this.saysTheSame, resent)));
    }
  }
}

/** Tells all whose append was stored or is not as expected; answers with the head after the batch. */
function settleJudged(batch: readonly PendingAppend[], verdict: BatchVerdict): bigint {
  let position = verdict.head;
  const revisionsByStream = new Map<string, number>();
  batch.forEach(({ append, settle }, index) => {
    const before = verdict.revisions[index]!;
    if (verdict.outcomes[index] === STORED) {
      const revision = (revisionsByStream.get(append.stream) ?? before) + append.events.length;
      revisionsByStream.set(append.stream, revision);
      position += BigInt(append.events.length);
      settle({ status: 'fulfilled', value: { revision, position, duplicate: false } });
    } else if (verdict.outcomes[index] === NOT_AS_EXPECTED) {
      const actual = before < 0 ? 'none' : before;
      settle({ status: 'rejected', reason: new RevisionConflict(append.stream, append.expectedRevision, actual) });
    }
  });
  return position;
}

function outcomeOf<T>(work: () => T): PromiseSettledResult<T> {
  try {
    return { status: 'fulfilled', value: work() };
  } catch (reason) {
    return { status: 'rejected', reason };
  }
}
