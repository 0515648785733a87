import { Map } from 'immutable';
import { decider, RuleViolated } from '#kernel';
import type { MeetingHeld } from '../events/index.js';

/** Planned meetings of one customer by the source's id: still ahead, or how they ended. */
type Meetings = Map<string, 'planned' | 'held' | 'missed' | 'cancelled'>;

const ENDS: Readonly<Record<string, 'held' | 'missed' | 'cancelled'>> = {
  MeetingHeld: 'held',
  MeetingMissed: 'missed',
  MeetingCancelled: 'cancelled',
};

/** What the sender can do instead: only what was held may come without a plan. */
const WAYS_OUT: Readonly<Record<string, string>> = { MeetingHeld: ': leave meetingId out, or plan it first' };

/** A meeting is planned once, and what was planned is held, missed or cancelled, once. */
export const meetings = decider<Meetings>({
  decides: ['MeetingPlanned', 'MeetingHeld', 'MeetingMissed', 'MeetingCancelled'],
  // A meeting that nobody planned here can be held at any time.
  when: ({ data }) => meetingOf(data) !== undefined,
  initialState: () => Map(),

  evolve(known, { type, data }) {
    const meetingId = meetingOf(data);
    if (meetingId === undefined) return known;
    if (type === 'MeetingPlanned') return known.set(meetingId, 'planned');
    const end = ENDS[type];
    return end ? known.set(meetingId, end) : known;
  },

  decide(fact, known) {
    const meetingId = meetingOf(fact.data);
    if (meetingId === undefined) return [fact];
    const state = known.get(meetingId);
    if (fact.type === 'MeetingPlanned') {
      if (state !== undefined) refuse('planned-once', `meeting ${meetingId} was planned before`);
    } else if (state === undefined) {
      refuse('known-meeting', `meeting ${meetingId} was never planned${WAYS_OUT[fact.type] ?? ''}`);
    } else if (state !== 'planned') {
      refuse('ended-once', `meeting ${meetingId} was ${state}`);
    }
    return [fact];
  },
});

function meetingOf(data: object): string | undefined {
  return (data as MeetingHeld).meetingId;
}

function refuse(rule: string, message: string): never {
  throw new RuleViolated({ field: 'meetingId', rule, message });
}
