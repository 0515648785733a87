import type { LoggerService } from '@nestjs/common';
import { type Logger, pino } from 'pino';
import { currentCorrelation } from './correlation.js';

/** A structured logger: one JSON object a line on stderr, with the correlation id of the request it belongs to. */
export function createLogger(level: string): Logger {
  return pino(
    {
      level,
      base: {},
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: () => {
        const correlationId = currentCorrelation();
        return correlationId ? { correlationId } : {};
      },
    },
    pino.destination(2),
  );
}

/** Lets Nest write its own lines through the same logger; what it says of every route is detail. */
export function nestLogger(logger: Logger): LoggerService {
  const line = (write: (fields: object, message: string) => void) => {
    return (message: unknown, ...rest: unknown[]) => {
      const context = rest.pop();
      write({ context, ...(rest.length > 0 ? { more: rest } : {}) }, String(message));
    };
  };
  return {
    log: line(logger.debug.bind(logger)),
    error: line(logger.error.bind(logger)),
    warn: line(logger.warn.bind(logger)),
    debug: line(logger.debug.bind(logger)),
    verbose: line(logger.trace.bind(logger)),
    fatal: line(logger.fatal.bind(logger)),
  };
}

/** What parts of the machine tell about themselves: nothing personal, only positions, names and errors. */
export interface LogLine {
  level: 'info' | 'warn' | 'error';
  message: string;
  error?: unknown;
}

/** Lets them write through the logger. */
export function logTo(logger: Logger): (line: LogLine) => void {
  return ({ level, message, error }) => logger[level]({ err: error }, message);
}
