import { setTimeout as delay } from 'node:timers/promises';
import { customerIdOf, eventIdOf } from '#kernel';

/** What the service has said of an event: that it is stored, durably, at this place. */
export interface Acknowledged {
  eventId: string;
  revision: number;
  position: string;
}

/** A fact that a client wants stored; whatever happens, it is sent again until it is acknowledged. */
interface Wanted {
  eventId: string;
  event: object;
}

interface ItemAnswer {
  status: 'stored' | 'duplicate' | 'rejected';
  eventIds?: string[];
  revision?: number;
  position?: string;
}

const API_SOURCE = 'urn:rapport:api';
const TILL_SOURCE = 'urn:till';
const PAUSE_MS = 25;

/**
 * Clients that record purchases of the same few customers as fast as they can: one by one with Idempotency-Keys, in
 * batches, and as streams of lines. Each keeps its own list of what was acknowledged.
 */
export class Load {
  /** One list for each client. */
  readonly lists: Acknowledged[][] = [];
  /** Answers that were not the expected one, by status; 0 for no or half an answer. */
  readonly refusals = new Map<number, number>();
  /** Events that were found stored when they were sent again without having been acknowledged before. */
  storedUnheard = 0;
  private readonly customers: string[] = [];
  private stopping = false;
  private readonly clients: Promise<void>[] = [];

  constructor(private readonly url: string) {}

  get acknowledged(): Acknowledged[] {
    return this.lists.flat();
  }

  async registerCustomers(count: number): Promise<void> {
    const list: Acknowledged[] = [];
    this.lists.push(list);
    for (let number = 0; number < count; number += 1) {
      const key = `customer-${number}`;
      await this.command('/v1/customers', key, { name: `Customer ${number}` }, list);
      this.customers.push(customerIdOf(API_SOURCE, key));
    }
  }

  start({ commands, batches, streams }: { commands: number; batches: number; streams: number }): void {
    const run = (count: number, name: string, step: (name: string, list: Acknowledged[]) => Promise<void>) => {
      for (let client = 0; client < count; client += 1) {
        const list: Acknowledged[] = [];
        this.lists.push(list);
        this.clients.push(this.untilStopped((round) => step(`${name}-${client}-${round}`, list)));
      }
    };
    run(commands, 'command', (key, list) => this.purchase(key, list));
    run(batches, 'batch', (name, list) => this.untilAllAcknowledged(this.facts(name, 20), list, sendBatch));
    run(streams, 'stream', (name, list) => this.untilAllAcknowledged(this.facts(name, 100), list, sendLines));
  }

  /** Each client first gets its last facts acknowledged. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.clients);
  }

  /** Sends commands again that were acknowledged: the answers must be the first ones. */
  async commandAgain(key: string): Promise<Acknowledged> {
    const list: Acknowledged[] = [];
    await this.purchase(key, list);
    return list[0]!;
  }

  private async untilStopped(step: (round: number) => Promise<void>): Promise<void> {
    for (let round = 0; !this.stopping; round += 1) await step(round);
  }

  private customerFor(name: string): string {
    const sum = [...name].reduce((total, letter) => total + letter.charCodeAt(0), 0);
    return this.customers[sum % this.customers.length]!;
  }

  private purchase(key: string, list: Acknowledged[]): Promise<void> {
    // Less than a whole unit earns no points: a command is one event.
    const total = { amount: key.length, currency: 'EUR' };
    return this.command(`/v1/customers/${this.customerFor(key)}/purchases`, key, { total, channel: 'site' }, list);
  }

  private async command(path: string, key: string, body: object, list: Acknowledged[]): Promise<void> {
    const eventId = eventIdOf(API_SOURCE, key);
    for (let unheard = false; ; unheard = true) {
      const answer = await this.answerOf(path, 'application/json', JSON.stringify(body), { 'idempotency-key': key });
      if (answer?.status === 201) {
        const { eventIds, revision, position } = (await answer.json()) as Required<ItemAnswer>;
        if (eventIds.join() !== eventId) throw new Error(`${key} was acknowledged as ${eventIds.join()}`);
        if (unheard && answer.headers.get('idempotency-replayed') === 'true') this.storedUnheard += 1;
        list.push({ eventId, revision, position });
        return;
      }
      await this.refused(answer);
    }
  }

  private facts(name: string, count: number): Wanted[] {
    return Array.from({ length: count }, (_, number) => {
      const id = `${name}-${number}`;
      const event = {
        specversion: '1.0',
        id,
        source: TILL_SOURCE,
        type: 'PurchaseRecorded',
        subject: `customer:${this.customerFor(id)}`,
        time: '2026-01-05T10:00:00Z',
        data: { total: { amount: (number % 99) + 1, currency: 'EUR' } },
      };
      return { eventId: eventIdOf(TILL_SOURCE, id), event };
    });
  }

  private async untilAllAcknowledged(facts: Wanted[], list: Acknowledged[], send: Send): Promise<void> {
    const known = new Map<string, Acknowledged>();
    for (let again = false; known.size < facts.length; again = true) {
      let heard = 0;
      const answer = await this.answerOf('/v1/events', ...send(facts));
      if (answer?.status === 200) {
        try {
          for await (const item of itemsOf(answer)) {
            this.heard(facts[heard]!.eventId, item, known, again);
            heard += 1;
          }
        } catch (error) {
          if (!isLostConnection(error)) throw error;
        }
      }
      if (heard < facts.length) await this.refused(answer?.status === 200 ? undefined : answer);
    }
    list.push(...known.values());
  }

  private heard(eventId: string, item: ItemAnswer, known: Map<string, Acknowledged>, again: boolean): void {
    const { status, eventIds, revision, position } = item;
    if (status === 'rejected' || eventIds?.join() !== eventId) {
      throw new Error(`event ${eventId} was answered ${JSON.stringify(item)}`);
    }
    const before = known.get(eventId);
    if (before && (before.revision !== revision || before.position !== position || status !== 'duplicate')) {
      throw new Error(`event ${eventId} was acknowledged as ${JSON.stringify(before)}, then ${JSON.stringify(item)}`);
    }
    if (!before && again && status === 'duplicate') this.storedUnheard += 1;
    known.set(eventId, { eventId, revision: revision!, position: position! });
  }

  private async answerOf(
    path: string,
    contentType: string,
    body: string,
    headers: Record<string, string> = {},
  ): Promise<Response | undefined> {
    try {
      const sent = { ...headers, 'content-type': contentType };
      const answer = await fetch(this.url + path, { method: 'POST', headers: sent, body });
      if (answer.headers.get('content-type')?.includes('ndjson')) return answer;
      // Read to the end here, because a body that breaks off is no answer.
      return new Response(await answer.text(), { status: answer.status, headers: answer.headers });
    } catch (error) {
      if (isLostConnection(error)) return undefined;
      throw error;
    }
  }

  private async refused(answer: Response | undefined): Promise<void> {
    const status = answer?.status ?? 0;
    this.refusals.set(status, (this.refusals.get(status) ?? 0) + 1);
    if (answer && status !== 503) throw new Error(`refused with ${status}: ${await answer.text()}`);
    await delay(PAUSE_MS);
  }
}

/** What fetch throws when there is no connection, or none any more. */
function isLostConnection(error: unknown): boolean {
  return (error as Error).name === 'TypeError' && /^(fetch failed|terminated)$/.test((error as Error).message);
}

type Send = (facts: readonly Wanted[]) => [contentType: string, body: string];

const sendBatch: Send = (facts) => [
  'application/cloudevents-batch+json',
  JSON.stringify(facts.map(({ event }) => event)),
];

const sendLines: Send = (facts) => [
  'application/x-ndjson',
  facts.map(({ event }) => `${JSON.stringify(event)}\n`).join(''),
];

/** The items of an answer, also those of one that breaks off: each whole line counts. */
async function* itemsOf(answer: Response): AsyncGenerator<ItemAnswer> {
  if (!answer.headers.get('content-type')?.includes('ndjson')) {
    yield* ((await answer.json()) as { items: ItemAnswer[] }).items;
    return;
  }
  let rest = '';
  const decoder = new TextDecoder();
  for await (const part of answer.body!) {
    const lines = (rest + decoder.decode(part as Uint8Array, { stream: true })).split('\n');
    rest = lines.pop()!;
    for (const line of lines) yield JSON.parse(line) as ItemAnswer;
  }
}
