import { COUNT, ID, INSTANT, NEXT_CURSOR, POSITION, TEXT, listOf, objectOf, orNull } from '#projections/http';
import type { DeadLetter, WebhookState, WebhookStatus } from '../webhook.js';

/** A webhook as people see it; its secret is none of it. */
export interface WebhookAnswer {
  id: string;
  url: string;
  types: string[] | null;
  description: string | null;
  state: WebhookState;
  stateReason: string | null;
  position: string;
  lag: string;
  pending: number;
  deadLetters: number;
  delivered: number;
  failedAttempts: number;
  lastSuccessAt: string | null;
  lastFailure: { at: string; status: number | null; reason: string } | null;
  createdAt: string;
}

export type RegisteredWebhook = WebhookAnswer & { secret: string };

const FIELDS = {
  id: ID,
  url: TEXT,
  types: { ...orNull(listOf(TEXT)), description: 'Null: all' },
  description: orNull(TEXT),
  state: {
    type: 'string',
    enum: ['active', 'paused', 'disabled'] satisfies WebhookState[],
    description: 'disabled: the receiver answered 410',
  },
  stateReason: orNull(TEXT),
  position: { ...POSITION, description: 'Up to here all that is to be sent has been queued' },
  lag: { ...TEXT, description: 'Positions from there to the end of the log' },
  pending: { ...COUNT, description: 'Deliveries that are queued and not made' },
  deadLetters: { ...COUNT, description: 'Deliveries that were tried often enough' },
  delivered: { ...COUNT, description: 'Deliveries made so far' },
  failedAttempts: COUNT,
  lastSuccessAt: orNull(INSTANT),
  lastFailure: orNull(
    objectOf<NonNullable<WebhookAnswer['lastFailure']>>({ at: INSTANT, status: orNull(COUNT), reason: TEXT }),
  ),
  createdAt: INSTANT,
} as const;

export const WEBHOOK_SCHEMA = objectOf<WebhookAnswer>(FIELDS);
export const REGISTERED_SCHEMA = objectOf<RegisteredWebhook>({
  ...FIELDS,
  secret: { ...TEXT, description: 'What deliveries are signed with. It is not shown again' },
});

export interface WebhooksPage {
  webhooks: WebhookAnswer[];
  next: string | null;
}

export const WEBHOOKS_SCHEMA = objectOf<WebhooksPage>({ webhooks: listOf(WEBHOOK_SCHEMA), next: NEXT_CURSOR });

export function webhookAnswer(webhook: WebhookStatus, head: bigint): WebhookAnswer {
  const { id, url, state, position, pending, deadLetters, delivered, failedAttempts, lastFailure } = webhook;
  return {
    id,
    url,
    types: webhook.types ?? null,
    description: webhook.description ?? null,
    state,
    stateReason: webhook.stateReason ?? null,
    position: String(position),
    lag: String(head > position ? head - position : 0n),
    pending,
    deadLetters,
    delivered,
    failedAttempts,
    lastSuccessAt: webhook.lastSuccessAt?.toISOString() ?? null,
    lastFailure: lastFailure
      ? { at: lastFailure.at.toISOString(), status: lastFailure.status ?? null, reason: lastFailure.reason }
      : null,
    createdAt: webhook.createdAt.toISOString(),
  };
}

export interface RotatedSecret {
  secret: string;
  previousValidUntil: string;
}

export const ROTATED_SCHEMA = objectOf<RotatedSecret>({
  secret: { ...TEXT, description: 'It is not shown again' },
  previousValidUntil: { ...INSTANT, description: 'Until then deliveries are signed with the one before it, too' },
});

/** A dead letter as people see it. */
export interface DeadLetterAnswer {
  deliveryId: string;
  position: string;
  type: string;
  stream: string;
  attempts: number;
  diedAt: string;
  reason: string;
  status: number | null;
  answer: string | null;
}

export interface DeadLettersPage {
  deadLetters: DeadLetterAnswer[];
  next: string | null;
}

export const DEAD_LETTERS_SCHEMA = objectOf<DeadLettersPage>({
  deadLetters: listOf(
    objectOf<DeadLetterAnswer>({
      deliveryId: { ...ID, description: 'The webhook-id of the delivery: the id of its event' },
      position: POSITION,
      type: TEXT,
      stream: TEXT,
      attempts: COUNT,
      diedAt: INSTANT,
      reason: TEXT,
      status: { ...orNull(COUNT), description: 'Of the last answer, if there was one' },
      answer: { ...orNull(TEXT), description: 'The first part of it' },
    }),
  ),
  next: NEXT_CURSOR,
});

export function deadLetterAnswer({ number: _, ...letter }: DeadLetter): DeadLetterAnswer {
  return {
    ...letter,
    position: String(letter.position),
    diedAt: letter.diedAt.toISOString(),
    status: letter.status ?? null,
    answer: letter.answer ?? null,
  };
}

export interface QueuedAgain {
  queued: number;
}

export const QUEUED_SCHEMA = objectOf<QueuedAgain>({
  queued: { ...COUNT, description: 'Deliveries to be tried again' },
});
