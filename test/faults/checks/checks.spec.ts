import { describe, expect, it } from '@jest/globals';
import type { RecordedFact } from '../client/recorded-fact.js';
import { CHECKS, failuresIn } from './all-checks.js';
import type { Change } from './evidence.js';
import { type MadeUpEvidence, soundEvidence } from './sound-evidence.js';

type Sabotage = (evidence: MadeUpEvidence) => void;

const factOf = ({ history }: MadeUpEvidence, type: RecordedFact['fact']['type']): RecordedFact =>
  [...history.facts.values()].find(({ fact }) => fact.type === type)!;

const lastOf = ({ changes }: MadeUpEvidence, table: string): Change =>
  changes.filter((change) => change.table === table).at(-1)!;

const CHECKPOINT = 'read.projection_checkpoint';

/** What is done to a sound history, by the check that must find it. */
const SABOTAGES: Record<string, Record<string, Sabotage>> = {
  'acknowledged events are there once': {
    'an event is missing': ({ log }) => void log.splice(1, 1),
    'an event is there twice': ({ log }) => void log.push({ ...log[1]!, revision: 9, position: 99n }),
    'an event is in another stream': ({ log }) => void (log[1]!.stream = 'customer-bob'),
    'an event is at another revision': ({ log }) => void (log[1]!.revision = 7),
    'an event is at another position': ({ log }) => void (log[1]!.position = 70n),
    'what was decided for a fact is missing': ({ log }) => void log.splice(2, 1),
    'another event was acknowledged': (evidence) => {
      factOf(evidence, 'CallLogged').acknowledgements = [...factOf(evidence, 'RedeemPoints').acknowledgements];
    },
  },
  'acknowledged events are in order': {
    'events have changed places': ({ log }) => {
      const [first, second] = [log[0]!, log[1]!];
      [first.revision, second.revision] = [second.revision, first.revision];
    },
    'one request has been stored in another order': ({ history }) => {
      const stream = 'customer-ann';
      history.together.push([
        { stream, eventId: 'e1', revision: 5 },
        { stream: 'customer-bob', eventId: 'e2', revision: 2 },
        { stream, eventId: 'e3', revision: 4 },
      ]);
    },
  },
  'nothing else is there, and nothing twice': {
    'an event is there that nobody has sent': ({ history }) => void history.facts.delete('e1'),
    'a fact is there under two ids': ({ log }) => {
      const { metadata } = log[2]!;
      const sourceId = metadata.sourceId.replace('#1', '#2');
      log.push({ ...log[2]!, id: 'again', revision: 99, metadata: { ...metadata, sourceId } });
    },
    'something was decided for a fact that is not there': ({ log }) => void log.splice(1, 1),
    'an unacknowledged event is in the stream of another': ({ log }) => void (log.at(-1)!.stream = 'customer-ann'),
  },
  'positions and revisions have no gap': {
    'a position is missing': ({ log }) => log.slice(3).forEach((event) => (event.position += 1n)),
    'two events have one position': ({ log }) => void (log[3]!.position = log[2]!.position),
    'a revision is missing': ({ log }) => void (log.at(-1)!.revision += 1),
    'positions do not ascend': ({ log }) => void log.reverse(),
  },
  'a repeated request is answered the same': {
    'by other events': (evidence) => void (factOf(evidence, 'RedeemPoints').acknowledgements[1]!.eventIds = ['x']),
    'by another position': (evidence) => void (factOf(evidence, 'RedeemPoints').acknowledgements[1]!.position = '2'),
    'by a refusal': (evidence) =>
      void factOf(evidence, 'RedeemPoints').refusals.push({
        ...{ rule: 'redeemed-once', sentAtMs: 1_000, heardAtMs: 1_001 },
      }),
  },
  'nothing is wrongly refused': {
    'a call is refused': (evidence) =>
      void factOf(evidence, 'CallLogged').refusals.push({ rule: 'enough-points', sentAtMs: 1, heardAtMs: 2 }),
    'a purchase that was acknowledged is not known to a return': (evidence) => {
      const purchase = factOf(evidence, 'PurchaseRecorded');
      const { purchaseId } = purchase.fact.data;
      evidence.history.facts.set('return', {
        ...{ ...purchase, eventId: 'return', acknowledgements: [] },
        fact: { ...purchase.fact, type: 'PurchaseReturned', data: { purchaseId } },
        refusals: [{ rule: 'known-purchase', sentAtMs: 500, heardAtMs: 510 }],
      });
    },
  },
  'no answer is unexpected': {
    'the server erred': ({ history }) => void history.unexpected.push('key was answered 500'),
  },
  'all that clients insisted on is answered': {
    'a request never was': (evidence) => void (factOf(evidence, 'CallLogged').insists = true),
  },
  'points are never overspent': {
    'more is used than the lot has': ({ log }) => {
      const { data } = log.find(({ type }) => type === 'PointsRedeemed')!;
      Object.assign(data, { points: 11, allocations: [{ lotId: 'lot-customer-ann', points: 11 }] });
    },
    'points come from nowhere': ({ log }) =>
      void Object.assign(log.find(({ type }) => type === 'PointsRedeemed')!.data, { allocations: [] }),
    'a redemption is there twice': ({ log }) =>
      void log.push({ ...log.find(({ type }) => type === 'PointsRedeemed')!, id: 'again' }),
    'a purchase earns twice': ({ log }) =>
      void log.push({ ...log.find(({ type }) => type === 'PointsEarned')!, id: 'again' }),
  },
  'read models equal the fold of the log': {
    'a row differs': ({ deviations }) => void deviations.push('profile ann: 2 instead of 1'),
    'an event was left out': ({ parked }) => void parked.push('profiles has left out event 7'),
  },
  'no checkpoint is moved twice': {
    'a move does not start where the last one ended': (evidence) => {
      const last = lastOf(evidence, CHECKPOINT);
      last.before = { ...last.before, position: 4 };
    },
    'a checkpoint goes back': (evidence) => {
      const last = lastOf(evidence, CHECKPOINT);
      last.after = { ...last.after, position: 3 };
    },
    'tables that are behind take the place of others': (evidence) => {
      const last = lastOf(evidence, CHECKPOINT);
      const behind = { ...last.after, position: 2 };
      evidence.changes.push({ ...last, before: last.after, after: null }, { ...last, before: null, after: behind });
    },
    'an older lease moves tables that have taken the place of others': (evidence) => {
      const last = lastOf(evidence, CHECKPOINT);
      const swapped = { ...last.after, epoch: 1 };
      evidence.changes.push(
        { ...last, before: last.after, after: null },
        { ...last, before: null, after: swapped },
        { ...last, before: swapped, after: { ...swapped, position: 12 } },
      );
    },
    'an older lease moves it': (evidence) => {
      const last = lastOf(evidence, CHECKPOINT);
      evidence.changes.push({ ...last, before: last.after, after: { ...last.after, position: 12, epoch: 1 } });
    },
    'without epochs, a session that was followed by another': (evidence) => {
      const rows = [0, 3, 5, 8].map((position) => ({ name: 'profiles', version: 1, position }));
      evidence.changes = rows.map((after, index) => ({
        ...{ sequence: index, table: CHECKPOINT, before: rows[index - 1] ?? null, after, atMs: index },
        ...{ session: index === 2 ? 's2' : 's1', sessionLived: null },
      }));
    },
  },
  'no lease is held twice': {
    'it is taken before it has run out': (evidence) => {
      const last = lastOf(evidence, 'work.lease');
      last.before = { ...last.before, owner: 'one', expires_at: '2026-01-01T00:00:05.000Z' };
    },
    'another owner keeps the epoch': (evidence) => {
      const last = lastOf(evidence, 'work.lease');
      last.after = { ...last.after, epoch: 1 };
    },
    'an epoch falls': (evidence) => {
      const last = lastOf(evidence, 'work.lease');
      evidence.changes.push({ ...last, before: last.after, after: { ...last.after, epoch: 1 } });
    },
    'it is deleted': (evidence) => {
      const last = lastOf(evidence, 'work.lease');
      evidence.changes.push({ ...last, before: last.after, after: null });
    },
  },
  'no process ends by itself': {
    'one did': ({ deaths }) => void deaths.push('api 1 ended with 1'),
  },
};

describe('the checks', () => {
  it('find nothing wrong in a sound history', () => {
    expect(failuresIn(soundEvidence())).toEqual([]);
  });

  it('are each put to the test', () => {
    expect(Object.keys(SABOTAGES).sort()).toEqual(Object.keys(CHECKS).sort());
  });

  const cases = Object.entries(SABOTAGES).flatMap(([check, sabotages]) =>
    Object.entries(sabotages).map(([what, sabotage]) => ({ check, what, sabotage })),
  );

  it.each(cases)('$check: found when $what', ({ check, sabotage }) => {
    const evidence = soundEvidence();
    sabotage(evidence);
    expect(CHECKS[check]!(evidence)).not.toEqual([]);
    expect(failuresIn(evidence).some((failure) => failure.startsWith(`${check}: `))).toBe(true);
  });

  it('let a lease be taken from an owner whose time is over, or whose session has ended', () => {
    for (const sessionLived of [true, false]) {
      const evidence = soundEvidence();
      const last = lastOf(evidence, 'work.lease');
      const expires_at = sessionLived ? '2026-01-01T00:00:00.010Z' : '2026-01-01T00:00:05.000Z';
      last.before = { ...last.before, owner: 'one', expires_at };
      last.sessionLived = sessionLived;
      expect(failuresIn(evidence)).toEqual([]);
    }
  });

  it('do not call it disorder when one was sent before the other was answered', () => {
    const evidence = soundEvidence();
    const [first, second] = [...evidence.history.facts.values()];
    second!.sentAtMs = first!.acknowledgements[0]!.heardAtMs;
    const [one, two] = [evidence.log[0]!, evidence.log[1]!];
    [one.revision, two.revision] = [two.revision, one.revision];
    expect(CHECKS['acknowledged events are in order']!(evidence)).toEqual([]);
  });
});
