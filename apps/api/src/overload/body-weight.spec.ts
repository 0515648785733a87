import { describe, expect, it } from '@jest/globals';
import { bodyWeight } from './body-weight.js';

const MIB = 1_048_576;

describe('the weight of a body', () => {
  it.each([
    ['nothing without a body', {}, 0],
    ['its length', { 'content-length': '1234' }, 1_234],
    ['the largest batch at most: what is larger is refused when it is read', { 'content-length': '1e12' }, 32 * MIB],
    ['a command of which the length is not said', { 'transfer-encoding': 'chunked' }, 2 * MIB],
    ['one line of a stream', { 'content-type': 'application/x-ndjson', 'content-length': '99999999999' }, 2 * MIB],
  ])('is %s', (_, headers, bytes) => {
    expect(bodyWeight({ headers })).toBe(bytes);
  });
});
