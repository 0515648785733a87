import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/**
 * A way over TCP to a real server that can be cut (connections break, new ones are taken), refused (as if the server were
 * gone: connections break, there are no new ones) or held (nothing breaks, nothing comes: as a cable that is pulled).
 */
export class SeverableProxy {
  private readonly pairs = new Set<readonly [outer: Socket, inner: Socket]>();
  private server: Server | undefined;
  private holding = false;
  private takenPort = 0;

  private constructor(private readonly target: { host: string; port: number }) {}

  static async start(target: { host: string; port: number }): Promise<SeverableProxy> {
    const proxy = new SeverableProxy(target);
    await proxy.listen();
    return proxy;
  }

  /** A proxy to the host and port of a URL. */
  static to(url: string): Promise<SeverableProxy> {
    const { hostname, port } = new URL(url);
    return SeverableProxy.start({ host: hostname, port: Number(port) });
  }

  get port(): number {
    return this.takenPort;
  }

  /** Where clients connect instead. */
  get address(): string {
    return `127.0.0.1:${this.takenPort}`;
  }

  /** The same URL, by way of the proxy. */
  through(url: string): string {
    const through = new URL(url);
    through.hostname = '127.0.0.1';
    through.port = String(this.takenPort);
    return through.href;
  }

  /** Cuts every connection at once, as a server that is killed does; new ones are taken. */
  cut(): void {
    for (const pair of [...this.pairs]) this.end(pair);
  }

  /** While true, new connections are refused and there are no others. */
  async refuse(refusing: boolean): Promise<void> {
    if (!refusing) return this.listen();
    const { server } = this;
    this.server = undefined;
    const closed = server && once(server, 'close');
    server?.close();
    this.cut();
    await closed;
  }

  /** While true, nothing goes through, and nobody is told. */
  hold(holding: boolean): void {
    this.holding = holding;
    for (const socket of [...this.pairs].flat()) {
      if (holding) socket.pause();
      else socket.resume();
    }
  }

  /** All is well again. */
  async restore(): Promise<void> {
    this.hold(false);
    await this.refuse(false);
  }

  async stop(): Promise<void> {
    await this.refuse(true);
  }

  private async listen(): Promise<void> {
    if (this.server) return;
    this.server = createServer((outer) => this.join(outer)).listen(this.takenPort, '127.0.0.1');
    await once(this.server, 'listening');
    this.takenPort = (this.server.address() as AddressInfo).port;
  }

  private join(outer: Socket): void {
    const inner = connect(this.target);
    const pair = [outer, inner] as const;
    this.pairs.add(pair);
    for (const socket of pair) {
      socket.setNoDelay(true);
      // The end of one is the end of both; nobody but the two ends is told why.
      socket.on('error', () => undefined);
      socket.on('close', () => this.end(pair));
    }
    outer.pipe(inner);
    inner.pipe(outer);
    if (this.holding) for (const socket of pair) socket.pause();
  }

  private end(pair: readonly [Socket, Socket]): void {
    this.pairs.delete(pair);
    for (const socket of pair) socket.destroy();
  }
}
