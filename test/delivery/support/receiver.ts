import { once } from 'node:events';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { OutgoingCloudEvent } from '#delivery';

/** A delivery as it came. */
export interface Received {
  id: string;
  headers: Record<string, string>;
  body: string;
  event: OutgoingCloudEvent;
  /** How many others had come and not been answered. */
  others: number;
  answered: number | undefined;
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

/** What is answered to a delivery; undefined for nothing at all, without end. */
export type Answering = (received: Received, nth: number) => Answer | undefined | Promise<Answer | undefined>;

/** A double of whoever receives webhooks: a real HTTP server that does as it is told, and keeps what came. */
export class Receiver {
  readonly received: Received[] = [];
  private unanswered = 0;

  private constructor(
    private readonly server: Server,
    readonly url: string,
    public answering: Answering,
  ) {
    server.on('request', (request, response) => void this.take(request, response));
  }

  static async start(answering: Answering = () => ({ status: 204 }), port = 0): Promise<Receiver> {
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    return new Receiver(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, answering);
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** Those that were answered with 2xx. */
  get accepted(): Received[] {
    return this.received.filter(({ answered = 0 }) => answered >= 200 && answered < 300);
  }

  /** What was accepted of each customer, by position, each once, in the order in which it first was. */
  get acceptedBySubject(): Map<string, string[]> {
    const bySubject = new Map<string, string[]>();
    for (const { event } of this.accepted) {
      const positions = bySubject.get(event.subject!) ?? [];
      if (!positions.includes(event.position)) positions.push(event.position);
      bySubject.set(event.subject!, positions);
    }
    return bySubject;
  }

  async until(holds: (receiver: this) => boolean): Promise<this> {
    while (!holds(this)) await delay(10);
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString('utf8');
    const headers = request.headers as Record<string, string>;
    const event = JSON.parse(body) as OutgoingCloudEvent;
    const received: Received = {
      id: headers['webhook-id']!,
      headers,
      body,
      event,
      others: this.unanswered,
      answered: undefined,
    };
    const nth = this.received.filter(({ id }) => id === received.id).length;
    this.received.push(received);
    this.unanswered += 1;
    response.on('close', () => (this.unanswered -= 1));
    const answer = await this.answering(received, nth);
    if (!answer) return;
    received.answered = answer.status;
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }
}
