import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';

/**
 * A way over TCP to a real server that can be shut: `sever` is the server being gone (connections break, new ones are
 * refused), `stall` is the network or the server no longer answering (nothing breaks, nothing comes).
 */
export class SeverableWay {
  private readonly pairs = new Set<[inner: Socket, outer: Socket]>();
  private server: Server | undefined;
  private stalled = false;

  private constructor(
    private readonly target: { host: string; port: number },
    private port: number,
  ) {}

  /** A proxy to the host and port of a URL. */
  static async to(url: string): Promise<SeverableWay> {
    const { hostname, port } = new URL(url);
    const proxy = new SeverableWay({ host: hostname, port: Number(port) }, 0);
    await proxy.restore();
    return proxy;
  }

  /** The same URL, by way of the proxy. */
  through(url: string): string {
    const through = new URL(url);
    through.hostname = '127.0.0.1';
    through.port = String(this.port);
    return through.href;
  }

  async restore(): Promise<void> {
    this.stalled = false;
    for (const sockets of this.pairs) for (const socket of sockets) socket.resume();
    if (this.server) return;
    this.server = createServer((outer) => this.join(outer)).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  async sever(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    const closed = server && once(server, 'close');
    server?.close();
    for (const sockets of this.pairs) for (const socket of sockets) socket.destroy();
    await closed;
  }

  stall(): void {
    this.stalled = true;
    for (const sockets of this.pairs) for (const socket of sockets) socket.pause();
  }

  private join(outer: Socket): void {
    const inner = connect(this.target);
    const pair: [Socket, Socket] = [inner, outer];
    this.pairs.add(pair);
    for (const [socket, other] of [pair, [outer, inner] as const]) {
      socket.setNoDelay(true);
      socket.on('data', (bytes) => other.write(bytes));
      // What became of it is for those at the ends to see; 'close' follows.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        other.destroy();
        this.pairs.delete(pair);
      });
      if (this.stalled) socket.pause();
    }
  }
}
