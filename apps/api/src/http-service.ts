import { randomUUID } from 'node:crypto';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Ledger } from '#assembly';
import { RapportModule } from '#assembly/http';
import { BodyValidationPipe } from '#intake/http';
import { Draining } from '#kernel';
import { type Metrics, nestLogger, withCorrelation } from '#observability';
import { announceClose } from './draining/announce-close.js';
import { guardAgainstOverload } from './overload/guard-against-overload.js';
import { PRESSURE_LIMITS, type PressureLimits } from './overload/limits.js';
import { WorkUnderWayInterceptor } from './overload/work-under-way.interceptor.js';
import { serveOpenApi } from './openapi.js';
import { ProblemDocumentFilter } from './problem-document.filter.js';
import { collectMethods, refuseOtherMethods } from './refuse-other-methods.js';
import { acceptBodies } from './request-bodies.js';
import { endSilentConnections } from './silent-connections.js';
import { answerUnreadable } from './unreadable-request.js';

const CORRELATION_HEADER = 'x-correlation-id';
/** A connection on which nothing has come or gone for so long, even under a request, is given up. */
const IDLE_CONNECTION_LIMIT_MS = 300_000;

export interface HttpServiceOptions {
  extraModules?: readonly Type[];
  /** Beyond these the process counts as overloaded. */
  pressure?: PressureLimits;
}

/** The HTTP service over an opened ledger, ready to listen. */
export async function createHttpService(
  ledger: Ledger,
  metrics: Metrics,
  logger: Logger,
  { extraModules = [], pressure = PRESSURE_LIMITS }: HttpServiceOptions = {},
): Promise<NestFastifyApplication> {
  const filter = new ProblemDocumentFilter(logger);
  const adapter = new FastifyAdapter({
    requestIdHeader: CORRELATION_HEADER,
    genReqId: () => randomUUID(),
    connectionTimeout: IDLE_CONNECTION_LIMIT_MS,
    forceCloseConnections: 'idle',
    // A request that slips in while the server closes is answered like any other.
    return503OnClosing: false,
    // What the router refuses passes no hook and no filter.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      void reply.header(CORRELATION_HEADER, request.id);
      filter.answer(error, request, reply);
    },
    clientErrorHandler: answerUnreadable,
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  const draining = new Draining();
  endSilentConnections(fastify.server);
  observe(fastify, metrics, logger);
  announceClose(fastify, draining);
  guardAgainstOverload(fastify, metrics, logger, pressure);
  acceptBodies(fastify);
  const methodsByUrl = collectMethods(fastify);

  const app = await NestFactory.create<NestFastifyApplication>(
    RapportModule.of(ledger, metrics, extraModules, draining),
    adapter,
    {
      logger: nestLogger(logger),
      abortOnError: false,
      bodyParser: false,
    },
  );
  app.useGlobalPipes(new BodyValidationPipe());
  app.useGlobalFilters(filter);
  app.useGlobalInterceptors(new WorkUnderWayInterceptor());
  serveOpenApi(app);
  await app.init();
  refuseOtherMethods(fastify, methodsByUrl);
  return app;
}

/** Correlates, times and logs every request. */
function observe(fastify: FastifyInstance, metrics: Metrics, logger: Logger): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header(CORRELATION_HEADER, request.id);
    withCorrelation(request.id, done);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    metrics.requestAnswered(request.method, route, reply.statusCode, reply.elapsedTime / 1_000);
    logger.debug(
      {
        correlationId: request.id,
        method: request.method,
        url: request.url,
        status: reply.statusCode,
        ms: reply.elapsedTime,
      },
      'answered',
    );
    done();
  });
}
