import { describe, expect, it } from '@jest/globals';
import type { EpisodeResult } from './episode.js';
import { type RunReport, episodeLine, faultsOf, hasFailed, summaryText } from './report.js';

const episode = (seed: number, failures: string[] = []): EpisodeResult => ({
  ...{ seed, acknowledged: 200, refused: 3, stored: 320, repeated: 40, rebuilds: 1, seconds: 7.5, failures },
  faults: { 'process killed': 2, 'requests reordered': 5 },
  unanswered: { 0: 4, 503: 1 },
});

const report = (episodes: EpisodeResult[], more: Partial<RunReport> = {}): RunReport => ({
  ...{ processes: ['api', 'api'], withoutDisks: undefined, timesWithoutSpace: 2, watched: ['read.x'], restarts: 4 },
  ...{ episodes, seconds: 15, unstopped: [], kept: {} },
  ...more,
});

describe('the report', () => {
  it('says what happened in a seed', () => {
    expect(episodeLine(episode(7))).toBe(
      'seed 7, 200 acknowledged, 320 stored, 40 repeated, 3 refused, 1 rebuilt, faults: 2 process killed, 5 requests reordered, ' +
        'no answer: 4 0, 1 503, 7.5 s, ok',
    );
    expect(episodeLine(episode(7, ['one thing: wrong', 'another: wrong']))).toMatch(
      / FAILED\n {2}one thing: wrong\n {2}another: wrong$/,
    );
  });

  it('adds up, and counts the faults of all', () => {
    expect(faultsOf(report([episode(1), episode(2)]))).toEqual({ 'process killed': 4, 'requests reordered': 10 });
    expect(summaryText(report([episode(1), episode(2)]))).toContain('400 facts acknowledged, 640 events stored');
    expect(hasFailed(report([episode(1)]))).toBe(false);
  });

  it('says how to run what failed, and where its data is', () => {
    const failed = report([episode(1), episode(2, ['wrong'])], { kept: { 2: '/tmp/kept' } });
    expect(hasFailed(failed)).toBe(true);
    expect(summaryText(failed)).toContain(
      'seed 2 failed; to run it alone: npm run -s test:faults -- --seed 2\nthe data of seed 2 is kept in /tmp/kept',
    );
  });

  it('counts a process that does not stop as a failure', () => {
    const failed = report([episode(1)], { unstopped: [{ process: 'api 1', seeds: [1, 2] }] });
    expect(hasFailed(failed)).toBe(true);
    expect(summaryText(failed)).toContain('api 1 did not stop when it was asked to');
    expect(summaryText(failed)).toContain('--seed 1,2');
  });

  it('says so when no disk was filled', () => {
    expect(summaryText(report([episode(1)], { withoutDisks: 'mount: must be superuser' }))).toContain(
      'no disk was filled, because none can be mounted here: mount: must be superuser',
    );
  });
});
