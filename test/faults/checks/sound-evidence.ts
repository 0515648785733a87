import type { RecordedEvent } from '#kernel';
import { History } from '../client/history.js';
import type { Acknowledgement, RecordedFact } from '../client/recorded-fact.js';
import type { PlannedFact } from '../plan/operation.js';
import type { Change, Evidence } from './evidence.js';

/** Evidence that tests may change as they like: a made-up one, in which all is well. */
export interface MadeUpEvidence extends Evidence {
  log: RecordedEvent[];
  changes: Change[];
  deviations: string[];
  parked: string[];
  deaths: string[];
}

const STREAMS = ['customer-ann', 'customer-bob'] as const;

/**
 * Two customers with three facts each, sent one after the other and answered at once; each purchase has earned points
 * beside it, of which Ann has used some; a fact of Bob's that was never answered is in the log all the same.
 */
export function soundEvidence(): MadeUpEvidence {
  const maker = new EvidenceMaker();
  for (const stream of STREAMS) {
    maker.fact(stream, 'CustomerRegistered');
    const purchase = maker.fact(stream, 'PurchaseRecorded', { purchaseId: `P-${stream}` });
    maker.further(purchase, 'PointsEarned', { lotId: `lot-${stream}`, points: 10 });
    maker.acknowledge(purchase);
  }
  const allocations = [{ lotId: 'lot-customer-ann', points: 7 }];
  const redemption = maker.fact('customer-ann', 'RedeemPoints', { redemptionId: 'R-1', points: 7, allocations });
  maker.log.at(-1)!.type = 'PointsRedeemed';
  redemption.acknowledgements.push({ ...redemption.acknowledgements[0]!, repeated: true, heardAtMs: 900 });
  const unheard = maker.fact('customer-bob', 'CallLogged');
  unheard.acknowledgements.length = 0;
  unheard.insists = false;
  return maker.evidence;
}

class EvidenceMaker {
  readonly evidence: MadeUpEvidence = {
    history: new History(),
    log: [],
    changes: changesOf(),
    deviations: [],
    parked: [],
    deaths: [],
  };
  private nowMs = 0;

  get log(): RecordedEvent[] {
    return this.evidence.log;
  }

  fact(stream: string, type: PlannedFact['type'], data: Record<string, unknown> = {}): RecordedFact {
    const eventId = `e${this.log.length + 1}`;
    this.append(eventId, stream, type, data, { source: 'urn:till', sourceId: eventId });
    const fact: RecordedFact = {
      seed: 1,
      fact: { key: `key-${eventId}`, customer: 0, type, data },
      eventId,
      stream,
      sentAtMs: (this.nowMs += 10),
      insists: true,
      acknowledgements: [],
      refusals: [],
    };
    this.evidence.history.facts.set(eventId, fact);
    this.acknowledge(fact);
    return fact;
  }

  /** Something that was decided because of the fact. */
  further({ eventId, stream }: RecordedFact, type: string, data: object): void {
    const source = { source: 'urn:rapport:decision', sourceId: `${eventId}#1` };
    this.append(`${eventId}-1`, stream, type, data, source);
  }

  /** Says where the fact and what was decided for it lie now. */
  acknowledge(fact: RecordedFact): void {
    const own = this.log.filter(({ id }) => id === fact.eventId || id.startsWith(`${fact.eventId}-`));
    const { revision, position } = own.at(-1)!;
    const eventIds = own.map(({ id }) => id);
    const heardAtMs = (this.nowMs += 10);
    const answer: Acknowledgement = {
      ...{ eventIds, revision, position: String(position) },
      ...{ repeated: false, sentAtMs: fact.sentAtMs, heardAtMs },
    };
    fact.acknowledgements.splice(0, 1, answer);
  }

  private append(
    id: string,
    stream: string,
    type: string,
    data: object,
    source: { source: string; sourceId: string },
  ): void {
    const metadata = { ...source, occurredAt: AT, recordedAt: AT, schemaVersion: 1 };
    const revision = this.log.filter((event) => event.stream === stream).length;
    this.log.push({ id, type, data, stream, revision, position: BigInt(this.log.length + 1), metadata });
  }
}

const AT = '2026-01-01T00:00:00.000Z';
const AT_MS = Date.parse(AT);

/** A projection of two partitions that one process derives and then another, each under its lease. */
function changesOf(): Change[] {
  const checkpoint = (partition: number, position: number, epoch: number) =>
    ({ name: 'profiles', partition, version: 1, position, epoch }) as const;
  const lease = (epoch: number, owner: string | null, expiresInMs: number) =>
    ({ name: 'profiles/0', epoch, owner, expires_at: new Date(AT_MS + expiresInMs).toISOString() }) as const;
  const steps: Pick<Change, 'table' | 'before' | 'after' | 'session'>[] = [
    { table: 'work.lease', before: null, after: lease(1, 'one', 5_000), session: 's1' },
    { table: 'read.projection_checkpoint', before: null, after: checkpoint(0, 0, 1), session: 's1' },
    { table: 'read.projection_checkpoint', before: null, after: checkpoint(1, 0, 1), session: 's1' },
    { table: 'read.projection_checkpoint', before: checkpoint(0, 0, 1), after: checkpoint(0, 5, 1), session: 's1' },
    { table: 'work.lease', before: lease(1, 'one', 5_000), after: lease(1, null, 30), session: 's1' },
    { table: 'work.lease', before: lease(1, null, 30), after: lease(2, 'two', 5_040), session: 's2' },
    { table: 'read.projection_checkpoint', before: checkpoint(0, 5, 1), after: checkpoint(0, 9, 2), session: 's2' },
  ];
  return steps.map((step, index) => ({ ...step, sequence: index + 1, atMs: AT_MS + index * 10, sessionLived: true }));
}
