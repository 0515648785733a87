import { describe, expect, it } from '@jest/globals';
import { ValidationFailed } from '#kernel';
import { decodeCursor, encodeCursor } from './cursor.js';

describe('cursors', () => {
  it('come back as the place that they were made of', () => {
    expect(decodeCursor(encodeCursor({ after: 17 }), ['after'])).toEqual({ after: 17 });
  });

  it.each([
    'x',
    'null',
    '[]',
    '{}',
    '{"after":"1"}',
    '{"after":1.5}',
    '{"after":-1}',
    '{"after":1e300}',
    '{"before":1}',
  ])('are refused when they say %s', (text) => {
    const forged = Buffer.from(text).toString('base64url');
    expect(() => decodeCursor(forged, ['after'])).toThrow(ValidationFailed);
  });
});
