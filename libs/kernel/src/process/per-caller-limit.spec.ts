import { describe, expect, it } from '@jest/globals';
import { TooManyRequests } from '../errors/too-many-requests.js';
import { PerCallerLimit } from './per-caller-limit.js';

describe('a limit for each caller', () => {
  it('refuses one caller what is too much, and nobody else', () => {
    const limit = new PerCallerLimit(2, 'streams');
    limit.take('a');
    limit.take('a');
    expect(() => limit.take('a')).toThrow(TooManyRequests);
    expect(() => limit.take('a')).toThrow('2 streams');
    expect(() => limit.take('b')).not.toThrow();
  });

  it('lets in as many as have ended', () => {
    const limit = new PerCallerLimit(1, 'streams');
    const end = limit.take('a');
    expect(() => limit.take('a')).toThrow(TooManyRequests);
    end();
    expect(() => limit.take('a')).not.toThrow();
  });

  it('counts an end once, however often it is told', () => {
    const limit = new PerCallerLimit(2, 'streams');
    const end = limit.take('a');
    limit.take('a');
    end();
    end();
    limit.take('a');
    expect(() => limit.take('a')).toThrow(TooManyRequests);
  });

  it('refuses everybody when all together have as many as there may be', () => {
    const limit = new PerCallerLimit(2, 'streams', 3);
    limit.take('a');
    const end = limit.take('a');
    limit.take('b');
    expect(limit.open).toBe(3);
    expect(() => limit.take('c')).toThrow('3 streams are open');
    end();
    end();
    expect(limit.open).toBe(2);
    expect(() => limit.take('c')).not.toThrow();
  });

  it('forgets callers who have nothing under way', () => {
    const limit = new PerCallerLimit(2, 'streams');
    for (const end of ['a', 'b', 'a'].map((caller) => limit.take(caller))) end();
    expect(limit.callers).toBe(0);
  });
});
