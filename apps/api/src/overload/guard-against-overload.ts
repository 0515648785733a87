import underPressure from '@fastify/under-pressure';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Metrics } from '#observability';
import { Admission, type Admitted, type WorkKind } from './admission.js';
import { bodyWeight } from './body-weight.js';
import { ADMISSION_LIMITS, type PressureLimits } from './limits.js';
import { Overloaded } from './overloaded.js';
import { RefusalLog } from './refusal-log.js';
import { RETRY_AFTER_SECONDS } from './retry-after.js';

/** Whoever looks after a process must get an answer above all when it is overloaded. */
const ALWAYS_ANSWERED = /^\/(health\/|metrics$)/;

const admittedByRequest = new WeakMap<object, Admitted>();

/** The place that a request has, or undefined for one that needs none. */
export function admittedOf(request: FastifyRequest['raw']): Admitted | undefined {
  return admittedByRequest.get(request);
}

/** Refuses requests at once, before their bodies are read, that this process could only pile up. */
export function guardAgainstOverload(
  fastify: FastifyInstance,
  metrics: Metrics,
  logger: Logger,
  pressure: PressureLimits,
): void {
  const admission = new Admission(ADMISSION_LIMITS);
  const refusals = new RefusalLog(logger);
  metrics.watchRequests({ command: () => admission.underWay('command'), read: () => admission.underWay('read') });
  const refused = (error: Overloaded): Overloaded => {
    metrics.requestRefused(error.reason);
    refusals.note(error.reason);
    return error;
  };

  fastify.addHook('onRequest', (request, reply, done) => {
    if (isAlwaysAnswered(request)) return done();
    let admitted: Admitted;
    try {
      admitted = admission.admit(kindOf(request), bodyWeight(request));
    } catch (error) {
      return done(error instanceof Overloaded ? refused(error) : (error as Error));
    }
    admittedByRequest.set(request.raw, admitted);
    // Comes once in any case: after the answer, and when the connection is gone without one.
    reply.raw.once('close', () => admitted.answered());
    done();
  });
  void fastify.register(underPressure, {
    ...pressure,
    pressureHandler: (request, _reply, type) => {
      if (isAlwaysAnswered(request)) return;
      const reason = type === underPressure.TYPE_HEAP_USED_BYTES ? 'memory' : 'event-loop';
      throw refused(new Overloaded(reason, RETRY_AFTER_SECONDS.pressure));
    },
  });
}

function isAlwaysAnswered({ is404, routeOptions }: FastifyRequest): boolean {
  return is404 || ALWAYS_ANSWERED.test(routeOptions.url ?? '');
}

function kindOf({ method }: FastifyRequest): WorkKind {
  return method === 'GET' || method === 'HEAD' ? 'read' : 'command';
}
