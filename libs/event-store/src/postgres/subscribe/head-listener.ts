import type { Client } from 'pg';
import type { Connections } from '../connection/connections.js';
import { pauseBefore } from '../../connection/pause.js';
import { readHead } from '../sql/read-head.js';
import type { HeadSignal } from './head-signal.js';

/**
 * Hears from the database what other processes store, over a connection of its own that is made again when it is lost.
 * Subscriptions do not depend on it: they look for themselves now and then.
 */
export class HeadListener {
  private client: Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private connecting: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly connections: Connections,
    private readonly signal: HeadSignal,
  ) {}

  start(): void {
    if (this.stopped || this.client || this.timer || this.connecting) return;
    this.connect(0);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.connecting;
    await this.end();
  }

  private connect(attempt: number): void {
    this.timer = undefined;
    this.connecting = this.listen()
      .catch(() => this.connectLater(attempt + 1))
      .finally(() => (this.connecting = undefined));
  }

  private connectLater(attempt: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => this.connect(attempt), pauseBefore(attempt));
  }

  private async listen(): Promise<void> {
    const client = await this.connections.dedicated();
    let live = true;
    const lost = () => {
      if (!live) return;
      live = false;
      if (this.client === client) this.client = undefined;
      // When it is lost before it listened, the statement under way fails and tells so.
      if (!this.connecting) this.connectLater(0);
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', ({ payload }) => this.signal.rise(BigInt(payload ?? 0)));
    try {
      await client.query('LISTEN rapport_log');
      // What was stored while nobody listened.
      this.signal.rise(await readHead(client));
    } catch (error) {
      live = false;
      await client.end().catch(() => undefined);
      throw error;
    }
    if (!live) throw new Error('the connection was lost as soon as it was made');
    this.client = client;
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    // A connection that is lost while it is closed is closed all the same.
    await client?.end().catch(() => undefined);
  }
}
