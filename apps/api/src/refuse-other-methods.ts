import { MethodNotAllowedException } from '@nestjs/common';
import type { FastifyInstance, HTTPMethods } from 'fastify';

const METHODS: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Collects the methods of each route from now on. */
export function collectMethods(fastify: FastifyInstance): ReadonlyMap<string, ReadonlySet<string>> {
  const methodsByUrl = new Map<string, Set<string>>();
  fastify.addHook('onRoute', ({ url, method }) => {
    const methods = methodsByUrl.get(url) ?? new Set();
    methodsByUrl.set(url, methods);
    for (const each of [method].flat()) methods.add(each);
  });
  return methodsByUrl;
}

/** A path that there is, asked with a method that it does not have, says so and which ones it has. */
export function refuseOtherMethods(
  fastify: FastifyInstance,
  methodsByUrl: ReadonlyMap<string, ReadonlySet<string>>,
): void {
  for (const [url, known] of [...methodsByUrl]) {
    const method = METHODS.filter((each) => !known.has(each));
    if (method.length === 0) continue;
    const allow = [...known].sort().join(', ');
    fastify.route({
      method,
      url,
      // Before the body is read: it does not matter what is in it.
      onRequest: (request, reply, done) => {
        void reply.header('Allow', allow);
        done(new MethodNotAllowedException(`${request.method} is not among the methods of this address: ${allow}`));
      },
      handler: () => undefined,
    });
  }
}
