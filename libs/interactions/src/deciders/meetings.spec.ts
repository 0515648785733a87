import { describe, expect, it } from '@jest/globals';
import { fact, given } from '../../../../test/support/given.js';
import { MeetingCancelled, MeetingHeld, MeetingMissed, MeetingPlanned } from '../events/index.js';
import { meetings } from './meetings.js';

const planned = fact(MeetingPlanned, { meetingId: 'M', startsAt: '2026-03-05T10:00:00Z' });
const held = fact(MeetingHeld, { meetingId: 'M' });
const missed = fact(MeetingMissed, { meetingId: 'M', missedBy: 'customer' });
const cancelled = fact(MeetingCancelled, { meetingId: 'M' });
const ends = [held, missed, cancelled];

describe('a meeting', () => {
  it('is planned once', () => {
    given(meetings, []).when(planned).thenRecorded();
    given(meetings, [planned]).when(planned).thenRefused('planned-once', 'meetingId');
    given(meetings, [planned, cancelled]).when(planned).thenRefused('planned-once', 'meetingId');
  });

  it('that was planned is held, missed or cancelled, once', () => {
    for (const end of ends) {
      given(meetings, [planned]).when(end).thenRecorded();
      for (const again of ends) given(meetings, [planned, end]).when(again).thenRefused('ended-once', 'meetingId');
    }
  });

  it('ends without having been planned only when it names no planned one', () => {
    for (const end of ends) given(meetings, []).when(end).thenRefused('known-meeting', 'meetingId');
    const advises = (end: typeof held) => {
      expect(() => meetings.decide(end, meetings.initialState(), undefined)).toThrow(/never planned(?!: leave)/);
    };
    expect(() => meetings.decide(held, meetings.initialState(), undefined)).toThrow(/leave meetingId out/);
    for (const end of ends.filter((each) => each !== held)) advises(end);
    const unplanned = fact(MeetingHeld, { outcome: 'came in by chance' });
    expect(meetings.when?.(unplanned)).toBe(false);
    given(meetings, [planned]).when(unplanned).thenRecorded();
    given(meetings, [planned, unplanned]).when(held).thenRecorded();
  });

  it('has nothing to do with another one', () => {
    const other = fact(MeetingPlanned, { meetingId: 'N', startsAt: '2026-03-05T10:00:00Z' });
    given(meetings, [planned, held]).when(other).thenRecorded();
    given(meetings, [other]).when(held).thenRefused('known-meeting', 'meetingId');
  });
});
