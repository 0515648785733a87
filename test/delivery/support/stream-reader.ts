import { get, type IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { createParser } from 'eventsource-parser';
import type { OutgoingCloudEvent } from '#delivery';

export interface Message {
  id: string;
  event: OutgoingCloudEvent;
}

/** A reader of GET /v1/stream over a connection of its own, as an EventSource would be. */
export class StreamReader {
  readonly messages: Message[] = [];
  /** Everything that came, as it came. */
  text = '';
  ended = false;
  retryMs: number | undefined;

  private constructor(readonly response: IncomingMessage) {
    const parser = createParser({
      onEvent: ({ id, data }) => this.messages.push({ id: id!, event: JSON.parse(data) as OutgoingCloudEvent }),
      onRetry: (ms) => (this.retryMs = ms),
    });
    response.setEncoding('utf8');
    response.on('data', (piece: string) => {
      this.text += piece;
      parser.feed(piece);
    });
    response.on('end', () => (this.ended = true));
    response.on('error', () => (this.ended = true));
  }

  /** Connects; an answer other than 200 is an error. */
  static async open(url: string, query = '', lastEventId?: string): Promise<StreamReader> {
    const response = await answerOf(`${url}/v1/stream?${query}`, lastEventId);
    if (response.statusCode !== 200) throw new Error(`the stream answered ${response.statusCode}`);
    return new StreamReader(response);
  }

  /** What an EventSource would send as Last-Event-ID. */
  get lastEventId(): string {
    return [...this.text.matchAll(/^id: (\d+)$/gm)].at(-1)?.[1] ?? '';
  }

  get positions(): string[] {
    return this.messages.map(({ id }) => id);
  }

  /** Until so many messages have come, or it has ended. */
  async until(holds: (reader: this) => boolean): Promise<this> {
    while (!holds(this)) {
      if (this.ended) throw new Error(`the stream ended after ${this.messages.length} messages`);
      await delay(10);
    }
    return this;
  }

  close(): void {
    this.response.destroy();
  }
}

/** The answer's head; its body is not read. */
export function answerOf(url: string, lastEventId?: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
    get(url, { agent: false, headers }, resolve).on('error', reject);
  });
}
