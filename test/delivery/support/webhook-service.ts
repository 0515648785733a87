import { setTimeout as delay } from 'node:timers/promises';
import type { BackgroundWorkOptions } from '#assembly';
import { type TestService, startService } from '../../e2e/service.js';
import type { Receiver } from './receiver.js';

/** As by default, but in milliseconds instead of hours. */
export const QUICK: NonNullable<BackgroundWorkOptions['webhooks']> = {
  schedule: { pausesMs: [20, 40, 80], jitter: 0.2 },
  lookEveryMs: 50,
  leaseTtlMs: 10_000,
};

export interface WebhookAnswer {
  state: string;
  stateReason: string | null;
  position: string;
  lag: string;
  pending: number;
  deadLetters: number;
  delivered: number;
  failedAttempts: number;
  lastFailure: { status: number | null; reason: string } | null;
}

export interface RegisteredWebhook {
  id: string;
  secret: string;
}

export function startQuickService(beside?: TestService, changes: typeof QUICK = {}): Promise<TestService> {
  return startService(beside, { webhooks: { ...QUICK, ...changes } });
}

export async function registerWebhook(
  service: TestService,
  receiver: Receiver,
  body: object = {},
): Promise<RegisteredWebhook> {
  const answer = await service.http.post('/v1/webhooks').send({ url: receiver.url, ...body });
  if (answer.status !== 201) throw new Error(`registering answered ${answer.status}: ${answer.text}`);
  return answer.body as RegisteredWebhook;
}

export async function webhookOf(service: TestService, id: string): Promise<WebhookAnswer> {
  return (await service.http.get(`/v1/webhooks/${id}`)).body as WebhookAnswer;
}

/** Until the webhook, as the API shows it, is as wanted. */
export async function untilWebhook(
  service: TestService,
  id: string,
  holds: (webhook: WebhookAnswer) => boolean,
): Promise<void> {
  while (!holds(await webhookOf(service, id))) await delay(20);
}

/** Notes of some customers in turns; the positions by subject, in order. */
export async function recordNotes(
  service: TestService,
  customers: readonly string[],
  each: number,
): Promise<Map<string, string[]>> {
  const positions = new Map<string, string[]>(customers.map((id) => [`customer:${id}`, []]));
  for (let n = 0; n < each; n += 1) {
    for (const id of customers) {
      const { position } = await service.record(id, 'notes', { text: `note ${n}` });
      positions.get(`customer:${id}`)!.push(position);
    }
  }
  return positions;
}

export async function customersOf(service: TestService, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) ids.push(await service.customer());
  return ids;
}
