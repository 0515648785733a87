import { describe, expect, it } from '@jest/globals';
import { ValidationFailed } from '#kernel';
import { startOf, startOfStream } from './stream-start.js';

describe('where a stream begins', () => {
  it.each([
    ['now, when nothing is said', {}, undefined, 'from', 'now'],
    ['where it is wanted', { from: 'start' }, undefined, 'from', 'start'],
    ['behind a position', { from: '42' }, undefined, 'from', 42n],
    ['behind what is said to have been read', { from: 'start', after: '7' }, undefined, 'after', 7n],
    [
      'behind the last event that came, by query',
      { from: 'start', after: '7', lastEventId: '9' },
      '',
      'lastEventId',
      9n,
    ],
    ['behind the last event that came', { from: 'now', after: '7', lastEventId: '9' }, '11', 'Last-Event-ID', 11n],
  ])('%s', (_, query, header, field, place) => {
    expect(startOfStream(query, header)).toEqual({ field, place });
  });

  it.each([
    ['Last-Event-ID', () => startOfStream({}, 'x1')],
    ['lastEventId', () => startOfStream({ lastEventId: '-1' }, undefined)],
    ['after', () => startOfStream({ after: '9223372036854775808' }, undefined)],
    ['from', () => startOfStream({ from: 'yesterday' }, undefined)],
    ['from', () => startOf('12x', 'from')],
  ])('names %s when it is none', (field, start) => {
    expect(start).toThrow(ValidationFailed);
    expect(start).toThrow(new RegExp(`^${field}: must be`));
  });
});
