import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

interface Link {
  /** To the process. */
  near: Socket;
  /** To the database. */
  far: Socket;
}

type Direction = 'questions' | 'answers';

/**
 * A way from one process to PostgreSQL that can be cut, slowed, stalled, or lose answers. What arrives is what was sent,
 * in order, up to where a connection ends.
 */
export class Proxy {
  private readonly links = new Set<Link>();
  private readonly server: Server;
  private latencyMs = 0;
  private readonly held: Record<Direction, Promise<void> | undefined> = { questions: undefined, answers: undefined };

  private constructor(private readonly target: () => number) {
    this.server = createServer((near) => this.join(near));
  }

  /** On a free port of this machine; `target` says the port behind it. */
  static async listen(target: () => number): Promise<Proxy> {
    const proxy = new Proxy(target);
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get connections(): number {
    return this.links.size;
  }

  /** Whether this is the way of a connection that the database knows by the port of its other end. */
  carries(farPort: number): boolean {
    return [...this.links].some(({ far }) => far.localPort === farPort);
  }

  /** Cuts connections on both sides: each where `chosen` says so. */
  cut(chosen: () => boolean = () => true): void {
    for (const link of [...this.links]) if (chosen()) this.end(link);
  }

  /** Each packet is late by so much for a while. */
  async slow(latencyMs: number, forMs: number): Promise<void> {
    this.latencyMs = latencyMs;
    await delay(forMs);
    this.latencyMs = 0;
  }

  /** Nothing arrives for a while, and then all of it. */
  async stall(forMs: number): Promise<void> {
    await this.hold(['questions', 'answers'], forMs);
  }

  /** The database does what it is asked, nobody hears of it, and then the connections are cut. */
  async loseAnswers(forMs: number): Promise<void> {
    const links = [...this.links];
    const held = this.hold(['answers'], forMs);
    await delay(forMs * 0.9);
    for (const link of links) this.end(link);
    await held;
  }

  /** The process sees its connections go, the database does not: to it they are only silent, for a while. */
  async leaveHalfOpen(forMs: number): Promise<void> {
    const links = [...this.links];
    for (const { near } of links) near.destroy();
    await delay(forMs);
    for (const link of links) this.end(link);
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.cut();
    await closed;
  }

  private async hold(directions: readonly Direction[], forMs: number): Promise<void> {
    const over = delay(forMs);
    for (const direction of directions) this.held[direction] = over;
    await over;
    for (const direction of directions) if (this.held[direction] === over) this.held[direction] = undefined;
  }

  private join(near: Socket): void {
    const far = connect(this.target(), '127.0.0.1');
    const link = { near, far };
    this.links.add(link);
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      // That a connection is gone is told to both ends by closing it.
      socket.on('error', () => undefined);
    }
    far.on('close', () => this.end(link));
    near.on('end', () => far.end());
    far.on('end', () => near.end());
    void this.relay(near, far, 'questions');
    void this.relay(far, near, 'answers');
  }

  private end(link: Link): void {
    link.near.destroy();
    link.far.destroy();
    this.links.delete(link);
  }

  private async relay(from: Socket, to: Socket, direction: Direction): Promise<void> {
    try {
      for await (const part of from.iterator({ destroyOnReturn: false })) {
        if (this.latencyMs > 0) await delay(this.latencyMs);
        while (this.held[direction]) await this.held[direction];
        if (!to.writable) return;
        if (!to.write(part as Buffer)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
      }
    } catch (error) {
      // A socket that is cut while it is read.
      if (!from.destroyed && !to.destroyed) throw error;
    }
  }
}
