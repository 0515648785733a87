import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { Unavailable } from '#kernel';
import { Overloaded } from './overload/overloaded.js';
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
    this.log(error, problem.status, request);
    const retryAfter = retryAfterSecondsOf(error);
    if (retryAfter !== undefined) void reply.header('Retry-After', String(retryAfter));
    void reply.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }

  private log(error: unknown, status: number, { raw, url }: FastifyRequest): void {
    // Of overload the guard tells, in few words.
    if (status < 500 || error instanceof Overloaded) return;
    if (raw.socket.destroyed) this.logger.info({ url }, 'the caller hung up');
    else if (error instanceof Unavailable) this.logger.warn({ err: error, url }, 'not available');
    else this.logger.error({ err: error, url }, 'request failed');
  }
}
