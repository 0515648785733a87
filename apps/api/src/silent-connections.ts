import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Connections on which nothing was ever sent end with the idle ones. Node takes them for busy: so a server that closes
 * would wait for as long as their callers keep them, and browsers and HTTP clients open such ones in advance.
 */
export function endSilentConnections(server: Server): void {
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  server.on('request', ({ socket }) => open.delete(socket));
  const closeIdleConnections = server.closeIdleConnections.bind(server);
  // Called by whoever closes the server, and by the server itself.
  server.closeIdleConnections = () => {
    closeIdleConnections();
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
  };
}
