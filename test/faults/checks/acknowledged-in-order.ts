import type { Check, Evidence } from './evidence.js';

/**
 * What was sent after another event of its stream had been acknowledged lies behind that one; and what one request held
 * of a stream, and was stored by it, lies in the order of the request.
 */
export const acknowledgedInOrder: Check = (evidence) => [...afterAnswers(evidence), ...withinRequests(evidence)];

interface Heard {
  revision: number;
  key: string;
}

function afterAnswers({ history, log }: Evidence): string[] {
  const revisions = new Map(log.map(({ id, revision }) => [id, revision]));
  const moments = history.acknowledged.flatMap(({ fact: { key }, eventId, stream, sentAtMs, acknowledgements }) => {
    const revision = revisions.get(eventId);
    // What is missing is another check's.
    if (revision === undefined) return [];
    const heardAtMs = Math.min(...acknowledgements.map((each) => each.heardAtMs));
    return [
      { kind: 'sent' as const, atMs: sentAtMs, stream, revision, key },
      { kind: 'heard' as const, atMs: heardAtMs, stream, revision, key },
    ];
  });
  const last = new Map<string, Heard>();
  const wrong: string[] = [];
  // What was sent at the very moment of an answer was not sent after it.
  moments.sort((a, b) => a.atMs - b.atMs || (a.kind === 'sent' ? -1 : 1));
  for (const { kind, stream, revision, key } of moments) {
    const before = last.get(stream);
    if (kind === 'heard') {
      if (!before || revision > before.revision) last.set(stream, { revision, key });
    } else if (before && revision <= before.revision) {
      wrong.push(`${key}, at ${revision}, was sent after ${before.key}, at ${before.revision}, was acknowledged`);
    }
  }
  return wrong;
}

function withinRequests({ history }: Evidence): string[] {
  return history.together.flatMap((stored) => {
    const last = new Map<string, number>();
    return stored.flatMap(({ stream, eventId, revision }) => {
      const before = last.get(stream) ?? -1;
      last.set(stream, revision);
      return revision > before ? [] : [`event ${eventId} lies before another that came before it in one request`];
    });
  });
}
