import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { problemDocumentOf, retryAfterSecondsOf } from './problem-document.js';

/** Answers every error with a problem document, and logs those that are the server's own. */
@Catch()
export class ProblemDocumentFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const problem = { ...problemDocumentOf(error), instance: request.url };
    if (problem.status >= 500) this.logger.error({ err: error, url: request.url }, 'request failed');
    const retryAfter = retryAfterSecondsOf(error);
    if (retryAfter !== undefined) void reply.header('Retry-After', String(retryAfter));
    void reply.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }
}
