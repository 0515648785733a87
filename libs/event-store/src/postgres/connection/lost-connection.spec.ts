import { describe, expect, it } from '@jest/globals';
import { isLostConnection } from './lost-connection.js';

const withCode = (code: string) => Object.assign(new Error('as it came'), { code });

describe('a lost connection', () => {
  it.each(['ECONNRESET', 'ECONNREFUSED', '08006', '57P01', '57P03', '53300', '40001'])('is told by %s', (code) => {
    expect(isLostConnection(withCode(code))).toBe(true);
  });

  it.each(['Connection terminated unexpectedly', 'Connection terminated', 'Query read timeout'])(
    'is told by the driver as "%s"',
    (message) => {
      expect(isLostConnection(new Error(message))).toBe(true);
    },
  );

  it('is told by one of several addresses', () => {
    expect(isLostConnection(new AggregateError([withCode('ECONNREFUSED'), withCode('ECONNREFUSED')]))).toBe(true);
  });

  it.each(['23505', '22021', '42601', '28P01', '57014'])('is not told by %s', (code) => {
    expect(isLostConnection(withCode(code))).toBe(false);
  });

  it('is not any other error', () => {
    expect([new Error('no'), undefined, null, 'Connection terminated'].map(isLostConnection)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
