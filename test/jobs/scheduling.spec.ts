import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { type JobKind, jobPruning } from '#jobs';
import { type JobBench, openBench } from './job-bench.js';

const DAY_MS = 86_400_000;

describe('jobs that come again and again', () => {
  let bench: JobBench;
  afterEach(() => bench.close());

  const hourly = { name: 'hourly', kind: 'spec', everyMs: 3_600_000 };
  const made = () => bench.jobs.list({ kind: 'spec', limit: 100 });

  async function open(run: JobKind['run'] = () => Promise.resolve(null)): Promise<void> {
    bench = await openBench([{ kind: 'spec', run }]);
  }

  const makeDue = () => bench.database.query(`update work.schedule set due_at = now() - interval '1 s'`);

  it('are made once each time, however many processes there are', async () => {
    await open();
    for (let n = 0; n < 4; n += 1) bench.runner({ schedules: [hourly] });
    while ((await made()).length === 0) await delay(20);
    await bench.ended((await made())[0]!.id);
    await delay(500);
    expect(await made()).toHaveLength(1);
    await makeDue();
    while ((await made()).length === 1) await delay(20);
    await delay(500);
    expect(await made()).toHaveLength(2);
  });

  it('are not piled up while one of them runs', async () => {
    let end = (): void => undefined;
    const ending = new Promise<null>((resolve) => (end = () => resolve(null)));
    await open(() => ending);
    bench.runner({ schedules: [hourly] });
    while ((await made()).length === 0) await delay(20);
    await makeDue();
    await delay(500);
    expect(await made()).toHaveLength(1);
    end();
    while ((await made()).length === 1) await delay(20);
  });
});

describe('pruning of jobs', () => {
  it('removes those that ended long ago, with what their kinds kept, and their leases', async () => {
    let pruned = 0;
    const kind: JobKind = {
      kind: 'spec',
      run: () => Promise.resolve(null),
      prune: () => Promise.resolve((pruned += 1)),
    };
    const kinds = [kind];
    const bench = await openBench(kinds);
    try {
      bench.runner();
      const ids: string[] = [];
      for (let n = 0; n < 2; n += 1) ids.push((await bench.jobs.create({ kind: 'spec', parameters: {} })).job.id);
      for (const id of ids) await bench.ended(id);
      await bench.database.query(`update work.job set ended_at = ended_at - interval '31 days' where id = $1`, [
        ids[0],
      ]);
      const pruning = jobPruning(bench.database, kinds, 30 * DAY_MS);
      const context = { signal: new AbortController().signal, progress: () => undefined };
      expect(await pruning.run(context as never)).toEqual({ jobs: 1, others: 1 });
      expect((await bench.jobs.list({ limit: 10 })).map(({ id }) => id)).toEqual([ids[1]]);
      const leases = await bench.database.query<{ name: string }>('select name from work.lease');
      expect(leases.map(({ name }) => name)).not.toContain(`job/${ids[0]}`);
      expect(pruned).toBe(1);
    } finally {
      await bench.close();
    }
  });
});
