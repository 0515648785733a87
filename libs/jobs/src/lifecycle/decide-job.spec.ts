import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hasEnded, type StoredJob } from '../job.js';
import { decideJob, type JobCommand, MAX_STRIKES } from './decide-job.js';

const CREATED = '2026-03-01T12:00:00.000Z';
const NOW = '2026-03-01T12:01:00.000Z';
const FAULT = { code: 'mapping-invalid', message: 'the mapping is no good' };

const QUEUED: StoredJob = {
  ...{ id: '0198c2a0-0000-7000-8000-000000000001', kind: 'spec', parameters: {}, status: 'queued' },
  ...{ progress: null, result: null, error: null, resume: null },
  ...{ attempts: 0, strikes: 0, retries: 0, revision: 0, epoch: 0n, runner: null },
  ...{ createdAt: CREATED, startedAt: null, endedAt: null, dueAt: CREATED },
};

const TAKE_UP: JobCommand = { type: 'take-up', epoch: 1n, runner: 'one' };

/** given(commands).when(command).then(what is different), or thenNothing(). */
function given(...before: JobCommand[]) {
  const job = before.reduce((state, command) => decideJob(state, command, NOW) ?? state, QUEUED);
  return {
    when: (command: JobCommand, at = NOW) => {
      const after = decideJob(job, command, at);
      return {
        then: (changes: Partial<StoredJob>) =>
          expect(after).toEqual({ ...job, revision: job.revision + 1, ...changes }),
        thenNothing: () => expect(after).toBeUndefined(),
      };
    },
  };
}

const times = (count: number, ...commands: JobCommand[]): JobCommand[] =>
  Array.from({ length: count }, () => commands).flat();

describe('a job', () => {
  it('is taken up', () => {
    given()
      .when(TAKE_UP)
      .then({ status: 'running', epoch: 1n, runner: 'one', attempts: 1, strikes: 1, startedAt: NOW });
  });

  it('is taken up by another when its process has died', () => {
    given(TAKE_UP)
      .when({ type: 'take-up', epoch: 2n, runner: 'two' })
      .then({ epoch: 2n, runner: 'two', attempts: 2, strikes: 2 });
  });

  it('is done, whether or not somebody asked for it to be cancelled', () => {
    const done = { status: 'done', result: { read: 1 }, endedAt: NOW } as const;
    given(TAKE_UP)
      .when({ type: 'finish', result: { read: 1 } })
      .then(done);
    given(TAKE_UP, { type: 'cancel' })
      .when({ type: 'finish', result: { read: 1 } })
      .then(done);
  });

  it('fails with its reason, once', () => {
    given(TAKE_UP).when({ type: 'fail', error: FAULT }).then({ status: 'failed', error: FAULT, endedAt: NOW });
    given(TAKE_UP, { type: 'fail', error: FAULT }).when(TAKE_UP).thenNothing();
  });

  it('is put off for what may pass, longer each time, and is no strike', () => {
    const putOff = { type: 'put-off', error: FAULT } as const;
    const waiting = { status: 'queued', error: FAULT, strikes: 0 } as const;
    given(TAKE_UP)
      .when(putOff)
      .then({ ...waiting, retries: 1, dueAt: '2026-03-01T12:01:01.000Z' });
    given(...times(2, TAKE_UP, putOff), TAKE_UP)
      .when(putOff)
      .then({ ...waiting, retries: 3, dueAt: '2026-03-01T12:01:04.000Z' });
    given(...times(20, TAKE_UP, putOff), TAKE_UP)
      .when(putOff)
      .then({ ...waiting, retries: 21, dueAt: '2026-03-01T12:02:00.000Z' });
  });

  it('goes back into the queue when its process stops', () => {
    given(TAKE_UP).when({ type: 'give-back' }).then({ status: 'queued', strikes: 0, dueAt: NOW });
  });

  it('is given up when it ends every process that runs it', () => {
    given(...times(MAX_STRIKES - 1, TAKE_UP))
      .when(TAKE_UP)
      .then({ attempts: MAX_STRIKES, strikes: MAX_STRIKES });
    given(...times(MAX_STRIKES, TAKE_UP))
      .when({ type: 'take-up', epoch: 9n, runner: 'two' })
      .then({
        status: 'failed',
        epoch: 9n,
        endedAt: NOW,
        error: {
          code: 'job-given-up',
          message: expect.stringContaining('5 times in a row; the last one was one') as never,
        },
      });
  });

  it('is not given up as long as it comes further', () => {
    const steps = Array.from({ length: 3 * MAX_STRIKES }, (_, n): JobCommand[] => [
      TAKE_UP,
      { type: 'save', resume: { row: n } },
    ]);
    given(...steps.flat())
      .when(TAKE_UP)
      .then({ attempts: 3 * MAX_STRIKES + 1, strikes: 2 });
  });

  it('comes no further by saving the same again, or progress alone', () => {
    given(...times(3, TAKE_UP, { type: 'save', resume: { row: 1 } }))
      .when({ type: 'save', resume: { row: 1 } })
      .then({ strikes: 3 });
    given(TAKE_UP, TAKE_UP)
      .when({ type: 'save', progress: { done: 5, unit: 'rows' } })
      .then({ progress: { done: 5, unit: 'rows' }, strikes: 2 });
  });

  it('that waits is cancelled at once', () => {
    given().when({ type: 'cancel' }).then({ status: 'cancelled', endedAt: NOW });
  });

  it('that runs is told to stop, and cancelled when it has', () => {
    given(TAKE_UP)
      .when({ type: 'cancel', reason: 'the wrong file' })
      .then({ status: 'cancelling', error: { code: 'job-cancelled', message: 'the wrong file' } });
    given(TAKE_UP, { type: 'cancel' }).when({ type: 'cancel' }).thenNothing();
    for (const command of [
      { type: 'stop' },
      { type: 'give-back' },
      { type: 'fail', error: FAULT },
      { type: 'put-off', error: FAULT },
    ] as const) {
      given(TAKE_UP, { type: 'cancel' }).when(command).then({ status: 'cancelled', endedAt: NOW });
    }
  });

  it('that was to stop when its process died is cancelled by whoever takes it up', () => {
    given(TAKE_UP, { type: 'cancel' })
      .when({ type: 'take-up', epoch: 2n, runner: 'two' })
      .then({ status: 'cancelled', epoch: 2n, endedAt: NOW });
  });

  it('says nothing of a run while it waits', () => {
    for (const command of [{ type: 'save' }, { type: 'finish', result: 1 }, { type: 'stop' }] as const) {
      given().when(command).thenNothing();
    }
  });

  it('changes no more once it has ended, and has an end exactly then', () => {
    const command = fc.oneof(
      ...(
        [
          TAKE_UP,
          { type: 'save', resume: 1 },
          { type: 'finish', result: 1 },
          { type: 'fail', error: FAULT },
          { type: 'put-off', error: FAULT },
          { type: 'give-back' },
          { type: 'cancel' },
          { type: 'stop' },
        ] as const
      ).map((each) => fc.constant<JobCommand>(each)),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
        let job = QUEUED;
        for (const each of commands) {
          const next = decideJob(job, each, NOW);
          if (hasEnded(job)) expect(next).toBeUndefined();
          job = next ?? job;
          expect(job.endedAt !== null).toBe(hasEnded(job));
          expect(job.strikes).toBeGreaterThanOrEqual(0);
          expect(job.strikes).toBeLessThanOrEqual(MAX_STRIKES);
        }
      }),
    );
  });
});
