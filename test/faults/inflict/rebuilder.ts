import { setTimeout as delay } from 'node:timers/promises';
import type { PlannedRebuild } from '../plan/rebuild.js';

const AGAIN_MS = 100;
const PATIENCE_MS = 3_000;

/** What of a job tells how a rebuild went. */
interface RebuildJob {
  id: string;
  status: 'queued' | 'running' | 'cancelling' | 'done' | 'failed' | 'cancelled';
  error: { code: string; message: string } | null;
  result: { swapped: boolean; differences: object[] } | null;
}

/** Asks for a rebuild in the midst of everything, as often as it takes to be heard, and waits for its end. */
export class Rebuilder {
  constructor(private readonly urls: readonly string[]) {}

  /** Id of the job; undefined when nobody answered until it was told to stop. */
  async request({ atMs, api, verify }: PlannedRebuild, signal: AbortSignal): Promise<string | undefined> {
    await delay(atMs, undefined, { signal }).catch(() => undefined);
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      const url = this.urls[(api + attempt) % this.urls.length]!;
      const job = await answerOf(`${url}/v1/rebuilds`, 202, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ verify }),
      });
      if (job) return job.id;
      await delay(AGAIN_MS);
    }
    return undefined;
  }

  /** What went wrong with it; undefined when its tables are in place, without a difference. */
  async trouble(id: string, withinMs: number): Promise<string | undefined> {
    const giveUpAt = performance.now() + withinMs;
    let last: RebuildJob | undefined;
    while (performance.now() < giveUpAt) {
      last = (await answerOf(`${this.urls[0]!}/v1/jobs/${id}`, 200)) ?? last;
      if (last && ENDED.has(last.status)) return howItEnded(last);
      await delay(AGAIN_MS);
    }
    return `the rebuild is ${last?.status ?? 'nowhere'} ${withinMs} ms after the last fault`;
  }
}

const ENDED = new Set<RebuildJob['status']>(['done', 'failed', 'cancelled']);

function howItEnded({ status, error, result }: RebuildJob): string | undefined {
  if (status !== 'done') return `the rebuild ${status}: ${error?.code} ${error?.message}`;
  if (result?.swapped && result.differences.length === 0) return undefined;
  return `the rebuild found differences: ${JSON.stringify(result?.differences.slice(0, 3))}`;
}

/** Undefined for any other answer, and for none. */
async function answerOf(url: string, status: number, init: RequestInit = {}): Promise<RebuildJob | undefined> {
  try {
    const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
    const body: unknown = await answer.json();
    return answer.status === status ? (body as RebuildJob) : undefined;
  } catch {
    // It is in the nature of the thing that answers are lost.
    return undefined;
  }
}
