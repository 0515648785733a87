import { CallLogged } from './call-logged.js';
import { CallbackCompleted } from './callback-completed.js';
import { CallbackMissed } from './callback-missed.js';
import { CallbackRequested } from './callback-requested.js';
import { EmailLogged } from './email-logged.js';
import { FormSubmitted } from './form-submitted.js';
import { ImpressionRecorded } from './impression-recorded.js';
import { MeetingCancelled } from './meeting-cancelled.js';
import { MeetingHeld } from './meeting-held.js';
import { MeetingMissed } from './meeting-missed.js';
import { MeetingPlanned } from './meeting-planned.js';
import { MessageLogged } from './message-logged.js';
import { SocialActivityObserved } from './social-activity-observed.js';
import { VisitRecorded } from './visit-recorded.js';

export * from './call-logged.js';
export * from './call-recording.js';
export * from './callback-completed.js';
export * from './callback-missed.js';
export * from './callback-requested.js';
export * from './email-logged.js';
export * from './form-submitted.js';
export * from './impression-recorded.js';
export * from './interaction.js';
export * from './meeting-cancelled.js';
export * from './meeting-held.js';
export * from './meeting-missed.js';
export * from './meeting-planned.js';
export * from './message-logged.js';
export * from './social-activity-observed.js';
export * from './visit-recorded.js';

/** Every fact about contact between a customer and the company. */
export const interactionFacts = [
  CallLogged,
  EmailLogged,
  MessageLogged,
  VisitRecorded,
  FormSubmitted,
  MeetingPlanned,
  MeetingHeld,
  MeetingMissed,
  MeetingCancelled,
  CallbackRequested,
  CallbackCompleted,
  CallbackMissed,
  ImpressionRecorded,
  SocialActivityObserved,
] as const;
