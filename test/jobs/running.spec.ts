import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Job, type JobContext, type JobKind, MAX_STRIKES } from '#jobs';
import { NotFound, Unavailable, ValidationFailed } from '#kernel';
import { type JobBench, openBench } from './job-bench.js';

/** Until the signal says so; then throws its reason, as a work does. */
function untilStopped({ signal }: JobContext): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
  });
}

describe('jobs', () => {
  let bench: JobBench;
  afterEach(() => bench.close());

  const open = async (kind: Omit<JobKind, 'kind'>): Promise<JobBench> =>
    (bench = await openBench([{ kind: 'spec', ...kind }]));
  const create = async (parameters = {}): Promise<string> =>
    (await bench.jobs.create({ kind: 'spec', parameters })).job.id;

  it('are run once, however many processes there are, and say what they came to', async () => {
    const runs: string[] = [];
    await open({
      run: async ({ job, progress }) => {
        runs.push(job.id);
        progress({ done: 3, total: 3, unit: 'steps' });
        await delay(5);
        return { twice: Number(job.parameters['n']) * 2 };
      },
    });
    for (let n = 0; n < 4; n += 1) bench.runner();
    const ids = await Promise.all(Array.from({ length: 30 }, (_, n) => create({ n })));
    const jobs = await Promise.all(ids.map((id) => bench.ended(id)));
    expect(jobs.map(({ status, result }) => ({ status, result }))).toEqual(
      ids.map((_, n) => ({ status: 'done', result: { twice: 2 * n } })),
    );
    expect(jobs[0]).toMatchObject({ attempts: 1, error: null, progress: { done: 3, total: 3, unit: 'steps' } });
    expect([...runs].sort()).toEqual([...ids].sort());
  });

  it('are not run more at once than the process may', async () => {
    let now = 0;
    let most = 0;
    await open({
      run: async () => {
        now += 1;
        most = Math.max(most, now);
        while (most < 3) await delay(5);
        await delay(30);
        now -= 1;
      },
    });
    bench.runner({ concurrency: 3 });
    const ids = await Promise.all(Array.from({ length: 9 }, () => create()));
    await Promise.all(ids.map((id) => bench.ended(id)));
    expect(most).toBe(3);
  });

  it('fail at once with the reason that they give', async () => {
    let runs = 0;
    await open({
      run: () => {
        runs += 1;
        throw new ValidationFailed([{ field: 'x', rule: 'required', message: 'is required' }]);
      },
    });
    bench.runner();
    expect(await bench.ended(await create())).toMatchObject({
      status: 'failed',
      error: { code: 'validation-failed', errors: [{ field: 'x', rule: 'required' }] },
    });
    expect(runs).toBe(1);
  });

  it('that break say nothing of the inside; the log does', async () => {
    const lines: unknown[] = [];
    await open({ run: () => Promise.reject(new TypeError('secret is not a function')) });
    bench.runner({ log: ({ error }) => error !== undefined && lines.push(error) });
    const { error } = await bench.ended(await create());
    expect(error!.code).toBe('unexpected');
    expect(JSON.stringify(error)).not.toContain('secret');
    expect(lines).toEqual([expect.objectContaining({ message: 'secret is not a function' })]);
  });

  it('are tried again when the reason may pass', async () => {
    let runs = 0;
    await open({
      run: () => {
        runs += 1;
        if (runs === 1) throw new Unavailable('the log is away');
        return Promise.resolve('done');
      },
    });
    bench.runner();
    const id = await create();
    const waiting = await bench.until(id, ({ error }) => error !== null);
    expect(waiting).toMatchObject({ status: 'queued', error: { code: 'unavailable' } });
    expect(await bench.ended(id)).toMatchObject({ status: 'done', result: 'done', error: null, attempts: 2 });
  });

  it('that wait are cancelled at once, and clear up', async () => {
    const ended: string[] = [];
    await open({
      run: () => Promise.reject(new Error('must not run')),
      ended: (_client, { status }) => Promise.resolve(void ended.push(status)),
    });
    const id = await create();
    expect(await bench.jobs.cancel(id, 'not needed')).toMatchObject({
      status: 'cancelled',
      error: { code: 'job-cancelled', message: 'not needed' },
    });
    expect(ended).toEqual(['cancelled']);
    expect(await bench.jobs.cancel(id)).toMatchObject({ status: 'cancelled' });
    expect(ended).toEqual(['cancelled']);
    await expect(bench.jobs.cancel('0198c2a0-0000-7000-8000-000000000001')).rejects.toThrow(NotFound);
  });

  it('that run are told to stop when they are cancelled', async () => {
    const reasons: unknown[] = [];
    await open({
      run: (context) => {
        context.signal.addEventListener('abort', () => reasons.push(context.signal.reason));
        return untilStopped(context);
      },
    });
    bench.runner();
    const id = await create();
    await bench.until(id, ({ status }) => status === 'running');
    expect(await bench.jobs.cancel(id)).toMatchObject({ status: 'cancelling' });
    expect(await bench.ended(id)).toMatchObject({ status: 'cancelled', result: null });
    expect(reasons).toMatchObject([{ why: 'cancelled' }]);
  });

  it('go on elsewhere from what they saved when a process stops', async () => {
    const resumes: unknown[] = [];
    let last = false;
    await open({
      run: async (context) => {
        resumes.push(context.resume);
        if (last) return 'done';
        await context.save({ row: 17 });
        return untilStopped(context);
      },
    });
    const one = bench.runner();
    const id = await create();
    await bench.until(id, ({ revision }) => revision >= 2);
    await one.stop();
    expect(await bench.jobs.get(id)).toMatchObject({ status: 'queued', attempts: 1 });
    last = true;
    bench.runner();
    expect(await bench.ended(id)).toMatchObject({ status: 'done', attempts: 2 });
    expect(resumes).toEqual([undefined, { row: 17 }]);
  });

  it('whose lease was taken can write nothing more, and learn of it', async () => {
    const stopped: unknown[] = [];
    let go = (): void => undefined;
    const gone = new Promise<void>((resolve) => (go = resolve));
    await open({
      run: async (context) => {
        if (context.job.attempts === 2) return 'by the second';
        await gone;
        // As one who was paused wakes up: what it does not know yet, the database says.
        for (const write of [() => context.save({ row: 1 }), () => context.owned(() => Promise.resolve())]) {
          stopped.push(await write().catch((error: unknown) => error));
        }
        return 'by the first';
      },
    });
    const one = bench.runner();
    const id = await create();
    await bench.until(id, ({ status }) => status === 'running');
    await bench.database.query(`update work.lease set epoch = epoch + 1, owner = null where name = $1`, [`job/${id}`]);
    bench.runner();
    const done = await bench.ended(id);
    go();
    await one.stop();
    expect(done).toMatchObject({ status: 'done', result: 'by the second', attempts: 2 });
    expect(stopped).toMatchObject([{ why: 'lost' }, { why: 'lost' }]);
    expect(await bench.jobs.get(id)).toEqual(done);
  });

  it('are given up when nobody survives them', async () => {
    await open({ run: () => Promise.reject(new Error('must not run')) });
    const id = await create();
    // So many processes have taken it up and died.
    await bench.database.query(`update work.job set status = 'running', strikes = $1, runner = 'gone:1'`, [
      MAX_STRIKES,
    ]);
    bench.runner();
    expect(await bench.ended(id)).toMatchObject({ status: 'failed', error: { code: 'job-given-up' } });
  });

  it('are made once for one idempotency key', async () => {
    await open({ run: () => Promise.resolve(null) });
    const ask = (digest: string) =>
      bench.jobs.create({ kind: 'spec', parameters: {}, idempotency: { key: 'k-1', digest } });
    const [first, second] = await Promise.all([ask('a'), ask('a')]);
    expect(first.job.id).toBe(second.job.id);
    expect([first.repeated, second.repeated].sort()).toEqual([false, true]);
    await expect(ask('b')).rejects.toMatchObject({ code: 'idempotency-conflict' });
  });

  it('can be watched from another process to their end', async () => {
    await open({
      run: async ({ save }) => {
        for (const row of [1, 2, 3]) await save({ row }, { done: row, unit: 'rows' });
        return 'done';
      },
    });
    const id = await create();
    const seen: Job[] = [];
    const watching = (async () => {
      for await (const job of bench.jobs.watch(id, new AbortController().signal)) if (job) seen.push(job);
    })();
    while (seen.length === 0) await delay(10);
    bench.runner();
    await watching;
    expect(seen[0]).toMatchObject({ status: 'queued' });
    expect(seen.at(-1)).toMatchObject({ status: 'done', result: 'done' });
    const revisions = seen.map(({ revision }) => revision);
    expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b));
  });

  it('are watched without being told, too, and until nobody wants to know', async () => {
    await open({ run: () => Promise.resolve(null) });
    const id = await create();
    const leaving = new AbortController();
    let heartbeats = 0;
    for await (const job of bench.jobs.watch(id, leaving.signal, { lookEveryMs: 10 })) {
      if (!job) heartbeats += 1;
      if (heartbeats === 3) leaving.abort();
    }
    expect(heartbeats).toBe(3);
  });
});
