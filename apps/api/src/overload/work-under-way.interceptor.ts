import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Observable, finalize } from 'rxjs';
import { admittedOf } from './guard-against-overload.js';

/** Tells a request's place when the work on it begins and ends, which may be long after its caller has hung up. */
export class WorkUnderWayInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const admitted = admittedOf(context.switchToHttp().getRequest<FastifyRequest>().raw);
    if (!admitted) return next.handle();
    admitted.workBegins();
    return next.handle().pipe(finalize(() => admitted.workEnds()));
  }
}
