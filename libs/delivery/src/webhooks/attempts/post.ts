import { types } from 'node:util';
import type { Attempt } from './attempt.js';
import { retryAfterMs } from './retry-after.js';

/** Of an answer nobody needs more, to see what is wrong. */
const KEPT_BYTES = 2_000;

export interface Posting {
  url: string;
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
  /** Aborted when there is no right, or no time, to send any more. */
  signal: AbortSignal;
}

/**
 * Sends once, and says what came of it. Redirections are not followed: the signature is for whoever was registered.
 * Throws when the signal was aborted: then nobody knows what came of it.
 */
export async function post({ url, headers, body, timeoutMs, signal }: Posting): Promise<Attempt> {
  signal.throwIfAborted();
  const giveUp = new AbortController();
  const stop = () => giveUp.abort();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const timer = setTimeout(stop, timeoutMs);
  try {
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal: giveUp.signal });
    const answer = await firstPart(response);
    const askedMs = retryAfterMs(response.headers.get('retry-after'), new Date());
    const { status } = response;
    return { kind: 'answered', status, answer, ...(askedMs === undefined ? {} : { retryAfterMs: askedMs }) };
  } catch (error) {
    signal.throwIfAborted();
    const reason = giveUp.signal.aborted ? `no answer within ${timeoutMs / 1_000} s` : reasonOf(error);
    return { kind: 'unanswered', reason };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

/** What of the answer came before it broke off, at most; its status was said before. */
async function firstPart(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    while (bytes < KEPT_BYTES) {
      const { done, value } = (await reader.read()) as { done: boolean; value?: Uint8Array };
      if (done || !value) break;
      parts.push(value);
      bytes += value.length;
    }
    await reader.cancel();
  } catch {
    parts.push(Buffer.from(' [the answer broke off]'));
  }
  // What PostgreSQL does not take as text is nothing that people would miss.
  return Buffer.concat(parts).subarray(0, KEPT_BYTES).toString('utf8').replaceAll('\0', '');
}

/** fetch says that it failed, and why in its cause. */
function reasonOf(error: unknown): string {
  if (!types.isNativeError(error)) return String(error);
  const cause = types.isNativeError(error.cause) ? error.cause : error;
  const code = 'code' in cause ? String(cause.code) : '';
  if (!cause.message) return code;
  return code && !cause.message.includes(code) ? `${cause.message} (${code})` : cause.message;
}
