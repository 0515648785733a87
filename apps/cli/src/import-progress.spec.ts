import { describe, expect, it } from '@jest/globals';
import { progressText } from './import-progress.js';

describe('the progress of an import', () => {
  it('says share, rows, rate and time left', () => {
    const text = progressText({
      rows: 50_000,
      bytes: 250,
      totalBytes: 1_000,
      stored: 40_000,
      followed: 0,
      duplicates: 10_000,
      rejected: 3,
      elapsedMs: 2_000,
    });
    expect(text).toBe('25 % · 50,000 rows · 25,000 events/s · 3 rejected · 6 s left');
  });

  it('promises no time before anything was read', () => {
    const nothing = {
      rows: 0,
      bytes: 0,
      totalBytes: 10,
      stored: 0,
      followed: 0,
      duplicates: 0,
      rejected: 0,
      elapsedMs: 0,
    };
    expect(progressText(nothing)).toBe('0 % · 0 rows · 0 events/s · 0 rejected');
  });
});
