import { toUtc, type RecordedEvent } from '#kernel';
import type { CallbackRequested, MeetingPlanned } from '#interactions';
import { withItem, withoutKey } from './sorted-list.js';

/** A meeting that was planned and has not ended in any way. */
export interface PlannedMeeting {
  meetingId: string;
  startsAt: string;
  place?: string;
  channel?: string;
  subject?: string;
  owner?: string;
  eventId: string;
}

/** A call-back that was neither made nor given up. */
export interface OpenCallback {
  callbackId: string;
  promisedAt: string;
  promisedUntil?: string;
  phone?: string;
  subject?: string;
  owner?: string;
  eventId: string;
}

/** Meetings follow the order of recording, as the decisions about them do. */
export function withMeeting(open: PlannedMeeting[], event: RecordedEvent): PlannedMeeting[] {
  const { meetingId, startsAt, place, channel, subject, owner } = event.data as MeetingPlanned;
  if (event.type !== 'MeetingPlanned') return withoutKey(open, meetingId, (each) => each.meetingId);
  const planned: PlannedMeeting = {
    meetingId,
    startsAt: toUtc(startsAt),
    eventId: event.id,
    ...given({ place, channel, subject, owner }),
  };
  return withItem(open, planned, (each) => each.meetingId);
}

/** Call-backs follow the order of recording, as the decisions about them do. */
export function withCallback(open: OpenCallback[], event: RecordedEvent): OpenCallback[] {
  const { callbackId, promisedAt, promisedUntil, phone, subject, owner } = event.data as CallbackRequested;
  if (event.type !== 'CallbackRequested') return withoutKey(open, callbackId, (each) => each.callbackId);
  const requested: OpenCallback = {
    callbackId,
    promisedAt: toUtc(promisedAt),
    ...(promisedUntil === undefined ? {} : { promisedUntil: toUtc(promisedUntil) }),
    eventId: event.id,
    ...given({ phone, subject, owner }),
  };
  return withItem(open, requested, (each) => each.callbackId);
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the members that are undefined. */
function given<T extends Record<string, string | undefined>>(members: T): Given<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Given<T>;
}
