import type { Direction } from '../events/index.js';

/** What is needed of a message to tell how long its sender waited. */
export interface MessageSaid {
  /** RFC 3339 in UTC. */
  occurredAt: string;
  direction: Direction;
  handledBy?: 'bot' | 'person';
}

/**
 * Whole seconds from the customer's first message of a conversation to the first answer that a person gave, rounded up;
 * undefined while there is none. What a bot says, and what is not known to come from a person, is no such answer.
 * Messages may be given in any order; those of several conversations must be kept apart by their `threadId` before.
 */
export function secondsToHumanAnswer(messages: readonly MessageSaid[]): number | undefined {
  const askedAt = earliest(messages.filter(({ direction }) => direction === 'inbound'));
  if (askedAt === undefined) return undefined;
  const answeredAt = earliest(
    messages.filter(
      ({ direction, handledBy, occurredAt }) =>
        direction === 'outbound' && handledBy === 'person' && occurredAt >= askedAt,
    ),
  );
  if (answeredAt === undefined) return undefined;
  return Math.ceil((Date.parse(answeredAt) - Date.parse(askedAt)) / 1_000);
}

function earliest(messages: readonly MessageSaid[]): string | undefined {
  return messages.map(({ occurredAt }) => occurredAt).sort()[0];
}
