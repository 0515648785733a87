import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { ValidationFailed } from '#kernel';
import { ProjectionEngine } from '../projection-engine.js';

const PATIENCE_MS = 5_000;

/** Lets a read that names a `minPosition` wait until the read models are there; Unavailable when they are not in time. */
@Injectable()
export class MinPositionInterceptor implements NestInterceptor {
  constructor(private readonly engine: ProjectionEngine) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const { query } = context.switchToHttp().getRequest<FastifyRequest<{ Querystring: Record<string, unknown> }>>();
    const asked = query.minPosition;
    if (asked !== undefined) await this.engine.waitFor(parsePosition(asked), { timeoutMs: PATIENCE_MS });
    return next.handle();
  }
}

function parsePosition(text: unknown): bigint {
  if (typeof text === 'string' && /^\d{1,19}$/.test(text)) return BigInt(text);
  throw new ValidationFailed([{ field: 'minPosition', rule: 'format', message: 'must be a position of the log' }]);
}
