import type { IncomingMessage, Server } from 'node:http';
import { Server as TcpServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Draining } from '#kernel';

export interface DrainLimits {
  /**
   * So long at most requests are still taken after readiness has turned: for balancers that ask for it every second to
   * notice, and for callers to be told that their connections close.
   */
  noticeMs: number;
  /** When nobody has asked for anything for so long, the notice ends early. */
  quietMs: number;
  /** For what is under way when no more is taken in: a command waits 15 s for a log that is away, then it is told so. */
  finishMs: number;
}

export const DRAIN_LIMITS: DrainLimits = { noticeMs: 3_000, quietMs: 500, finishMs: 20_000 };

const LOOK_EVERY_MS = 20;
const HEALTH = /^\/health\//;

/**
 * Takes the server out of service: it tells that it is about to go, takes nothing new, finishes what is under way.
 * Answers how many connections had to be cut because their requests were not done in time.
 */
export async function drain(server: Server, draining: Draining, limits: DrainLimits = DRAIN_LIMITS): Promise<number> {
  draining.begin();
  await untilQuiet(server, limits);

  let isClosed = false;
  // Of net, because that of http also cuts connections on which a first request is just coming in.
  TcpServer.prototype.close.call(server, () => (isClosed = true));
  const closedAtMs = performance.now();
  for (let nowMs = closedAtMs; !isClosed && nowMs - closedAtMs < limits.finishMs; nowMs = performance.now()) {
    // A connection becomes idle when its last answer is out, and would be kept for the next request.
    if (nowMs - closedAtMs >= limits.quietMs) server.closeIdleConnections();
    await delay(LOOK_EVERY_MS);
  }
  const cut = isClosed ? 0 : await countConnections(server);
  server.closeAllConnections();
  return cut;
}

/** Until no more requests come in, or the notice is over. Those that ask for health do not count. */
async function untilQuiet(server: Server, { noticeMs, quietMs }: DrainLimits): Promise<void> {
  const beganAtMs = performance.now();
  let lastRequestAtMs = beganAtMs;
  const onRequest = ({ url = '' }: IncomingMessage) => {
    if (!HEALTH.test(url)) lastRequestAtMs = performance.now();
  };
  server.prependListener('request', onRequest);
  for (let nowMs = beganAtMs; nowMs - beganAtMs < noticeMs; nowMs = performance.now()) {
    if (nowMs - lastRequestAtMs >= quietMs) break;
    await delay(LOOK_EVERY_MS);
  }
  server.off('request', onRequest);
}

function countConnections(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}
