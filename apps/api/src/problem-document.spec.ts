import { describe, expect, it } from '@jest/globals';
import { NotFound, TooManyRequests, Unavailable } from '#kernel';
import { problemDocumentOf, retryAfterSecondsOf } from './problem-document.js';

describe('the problem document', () => {
  it('of an error of Rapport names its code and details', () => {
    expect(problemDocumentOf(new NotFound('customer', 'x'))).toMatchObject({ status: 404, code: 'not-found' });
  });

  it.each([
    ['the ledger itself', new Unavailable('later', 7), 7],
    ['a driver whose server is restarting', Object.assign(new Error('shutting down'), { code: '57P01' }), 1],
    ['a driver that has lost its connection', new Error('Connection terminated unexpectedly'), 1],
  ])('of %s says to try again', (_, error, seconds) => {
    expect(problemDocumentOf(error)).toMatchObject({ status: 503, code: 'unavailable' });
    expect(retryAfterSecondsOf(error)).toBe(seconds);
  });

  it('of too many requests says when to come again', () => {
    const error = new TooManyRequests('enough', 9);
    expect(problemDocumentOf(error)).toMatchObject({ status: 429, code: 'too-many-requests' });
    expect(retryAfterSecondsOf(error)).toBe(9);
  });

  it('of anything else keeps to itself what is not for the caller', () => {
    const problem = problemDocumentOf(new Error('password is hunter2'));
    expect(problem).toMatchObject({ status: 500, code: 'unexpected' });
    expect(JSON.stringify(problem)).not.toContain('hunter2');
    expect(retryAfterSecondsOf(new Error('no'))).toBeUndefined();
  });
});
