import { createServer } from 'node:net';
import { RapportError } from '#kernel';

/** Another program listens on the port already. */
export class PortTaken extends RapportError {
  readonly code = 'port-taken';

  constructor(port: number) {
    super(`port ${port} is taken by another program. Stop it, or choose another port: PORT=${port + 1} npm start`, {
      port,
    });
  }
}

/** Finds out before anything is started. Throws PortTaken. */
export async function assertPortIsFree(port: number, host: string): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new PortTaken(port) : error);
    });
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}
