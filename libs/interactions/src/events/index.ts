import { CallLogged } from './call-logged.js';
import { EmailLogged } from './email-logged.js';
import { MeetingHeld } from './meeting-held.js';
import { MessageLogged } from './message-logged.js';
import { VisitRecorded } from './visit-recorded.js';

export * from './call-logged.js';
export * from './call-recording.js';
export * from './email-logged.js';
export * from './interaction.js';
export * from './meeting-held.js';
export * from './message-logged.js';
export * from './visit-recorded.js';

/** Every fact about contact between a customer and the company. */
export const interactionFacts = [CallLogged, EmailLogged, MessageLogged, MeetingHeld, VisitRecorded] as const;
