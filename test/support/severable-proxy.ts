import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP proxy in front of a server, whose connections a test can cut, hold up, or refuse. */
export interface SeverableProxy {
  /** `127.0.0.1:port`, where clients connect instead. */
  address: string;
  port: number;
  /** Cuts every connection at once, as a server that is killed does; new ones are taken. */
  cut(): void;
  /** While true, new connections are refused and there are no others. */
  refuse(refusing: boolean): void;
  /** While true, nothing goes through, and nobody is told: as a cable that is pulled. */
  hold(holding: boolean): void;
  stop(): Promise<void>;
}

export async function startSeverableProxy(target: { host: string; port: number }): Promise<SeverableProxy> {
  const pairs = new Set<[Socket, Socket]>();
  let refusing = false;
  let holding = false;
  const server = createServer((client) => {
    if (refusing) {
      client.destroy();
      return;
    }
    const upstream = connect(target);
    const pair: [Socket, Socket] = [client, upstream];
    pairs.add(pair);
    for (const socket of pair) {
      socket.setNoDelay(true);
      // The end of one is the end of both; nobody but the two ends is told why.
      socket.on('error', () => undefined);
      socket.on('close', () => end(pair));
    }
    client.pipe(upstream);
    upstream.pipe(client);
    if (holding) for (const socket of pair) socket.pause();
  });
  const end = (pair: [Socket, Socket]): void => {
    pairs.delete(pair);
    for (const socket of pair) socket.destroy();
  };
  const cut = (): void => {
    for (const pair of [...pairs]) end(pair);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    port,
    cut,
    refuse(value) {
      refusing = value;
      if (value) cut();
    },
    hold(value) {
      holding = value;
      for (const socket of [...pairs].flat()) {
        if (value) socket.pause();
        else socket.resume();
      }
    },
    async stop() {
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
