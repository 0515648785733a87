import { type FactAnswer, type ItemBody, answerOfCommand, answerOfItem } from './answer.js';
import type { WireRequest } from './request.js';

/** After that long the client takes a request for lost, and sends it again, elsewhere if it can. */
const PATIENCE_MS = 3_000;
const NDJSON = 'application/x-ndjson';

/**
 * Sends a request; an answer for each fact as far as there was one: one that breaks off counts as far as it came. An
 * answer that is about the whole request stands for its first fact alone.
 */
export async function send(url: string, { path, headers, body }: WireRequest, patienceMs = PATIENCE_MS) {
  const answers: FactAnswer[] = [];
  try {
    const signal = AbortSignal.timeout(patienceMs);
    const answer = await fetch(url + path, { method: 'POST', headers, body, signal });
    if (answer.status !== 200) {
      const replayed = answer.headers.get('idempotency-replayed') === 'true';
      answers.push(answerOfCommand(answer.status, await answer.text(), replayed));
    } else if (answer.headers.get('content-type')?.includes(NDJSON)) {
      for await (const item of itemsIn(answer.body!)) answers.push(answerOfItem(item));
    } else {
      const { items } = (await answer.json()) as { items: ItemBody[] };
      answers.push(...items.map(answerOfItem));
    }
  } catch (error) {
    if (!isLostConnection(error)) throw error;
  }
  return answers;
}

/** Each whole line counts. */
async function* itemsIn(body: AsyncIterable<Uint8Array>): AsyncGenerator<ItemBody> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const part of body) {
    const lines = (rest + decoder.decode(part, { stream: true })).split('\n');
    rest = lines.pop()!;
    for (const line of lines) yield JSON.parse(line) as ItemBody;
  }
}

/** What fetch throws when there is no connection, or none any more, or no answer in time. */
function isLostConnection(error: unknown): boolean {
  const { name, message } = error as Error;
  return name === 'TimeoutError' || (name === 'TypeError' && /^(fetch failed|terminated)$/.test(message));
}
