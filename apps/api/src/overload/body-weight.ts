import type { FastifyRequest } from 'fastify';
import { MAX_LINE_BYTES } from '#intake';
import { LINES_TYPE } from '#intake/http';
import { BATCH_LIMIT_BYTES } from '../request-bodies.js';

/** Of a body that does not say how long it is; one that turns out to be longer than its kind may be is refused then. */
const UNKNOWN_LENGTH_BYTES = 2 * 1_048_576;

/** Bytes of a request's body that are held in memory at once, as far as its head tells. */
export function bodyWeight({ headers }: Pick<FastifyRequest, 'headers'>): number {
  // A stream of lines is never held as a whole, however long it is.
  if (headers['content-type']?.startsWith(LINES_TYPE)) return MAX_LINE_BYTES;
  const length = headers['content-length'];
  if (length === undefined) return headers['transfer-encoding'] === undefined ? 0 : UNKNOWN_LENGTH_BYTES;
  return Math.min(Number(length), BATCH_LIMIT_BYTES);
}
