import type { FastifyInstance } from 'fastify';
import type { Draining } from '#kernel';

/**
 * While the process drains, every answer asks its caller to close the connection: so callers that keep connections open
 * go elsewhere, and none is cut under a request.
 */
export function announceClose(fastify: FastifyInstance, draining: Draining): void {
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (draining.hasBegun) void reply.header('Connection', 'close');
    done(null, payload);
  });
}
