import type { FeedbackReceived } from './events/index.js';

/** The name by which what is done about a feedback means it: its own feedbackId, or its event's id when it has none. */
export function feedbackReference(eventId: string, { feedbackId }: Pick<FeedbackReceived, 'feedbackId'>): string {
  return feedbackId ?? eventId;
}
