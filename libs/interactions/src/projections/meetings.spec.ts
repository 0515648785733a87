import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '#kernel';
import { fold } from '../../../../test/support/fold.js';
import { CUSTOMER, recorded } from '../../../../test/support/recorded.js';
import { MeetingCancelled, MeetingHeld, MeetingMissed, MeetingPlanned } from '../events/index.js';
import { meetingTable } from './meetings.js';

const planned = recorded(MeetingPlanned, { meetingId: 'M', startsAt: '2026-03-05T12:00:00+02:00' }, { position: 1 });
const rowAfter = (...events: RecordedEvent[]) => fold(meetingTable, [planned, ...events]).get(`${CUSTOMER}/M`);

describe('meetings', () => {
  it('are planned for a time, in UTC', () => {
    expect(rowAfter()).toMatchObject({ state: 'planned', starts_at: '2026-03-05T10:00:00.000Z', ended_at: null });
  });

  it('end held, missed or cancelled, and by whom', () => {
    const held = recorded(MeetingHeld, { meetingId: 'M' }, { position: 2 });
    const missed = recorded(MeetingMissed, { meetingId: 'M', missedBy: 'company' }, { position: 2 });
    const cancelled = recorded(MeetingCancelled, { meetingId: 'M', cancelledBy: 'customer' }, { position: 2 });
    expect(rowAfter(held)).toMatchObject({ state: 'held', ended_by: null, ended_event_id: held.id });
    expect(rowAfter(missed)).toMatchObject({ state: 'missed', ended_by: 'company' });
    expect(rowAfter(cancelled)).toMatchObject({ state: 'cancelled', ended_by: 'customer' });
  });

  it('that nobody planned have no row', () => {
    expect(meetingTable.keysOf(recorded(MeetingHeld, { outcome: 'by chance' }, { position: 1 }))).toEqual([]);
  });
});
