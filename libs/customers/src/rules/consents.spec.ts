import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { consentFor, type ConsentStatedLast, prevails } from './consents.js';

const said = (channel: string | null, state: 'given' | 'withdrawn', day: number): ConsentStatedLast => ({
  purpose: 'newsletter',
  channel,
  state,
  at: `2026-03-0${day}T00:00:00.000Z`,
});

describe('consent', () => {
  it('is not there until it was given', () => {
    expect(consentFor([], 'newsletter', 'email')).toBe('unknown');
    expect(consentFor([said('sms', 'given', 1)], 'newsletter', 'email')).toBe('unknown');
    expect(consentFor([said('email', 'given', 1)], 'profiling', 'email')).toBe('unknown');
  });

  it('for every channel is one for each', () => {
    expect(consentFor([said(null, 'given', 1)], 'newsletter', 'email')).toBe('given');
  });

  it('is withdrawn for each channel by a withdrawal for every channel, until it is given anew', () => {
    const given = said('email', 'given', 1);
    expect(consentFor([given, said(null, 'withdrawn', 2)], 'newsletter', 'email')).toBe('withdrawn');
    expect(consentFor([said('email', 'given', 3), said(null, 'withdrawn', 2)], 'newsletter', 'email')).toBe('given');
    expect(consentFor([given, said(null, 'withdrawn', 2)], 'newsletter', 'sms')).toBe('withdrawn');
  });

  it('for one channel can be withdrawn while the others stay', () => {
    const stated = [said(null, 'given', 1), said('sms', 'withdrawn', 2)];
    expect(consentFor(stated, 'newsletter', 'sms')).toBe('withdrawn');
    expect(consentFor(stated, 'newsletter', 'email')).toBe('given');
  });

  it('is withdrawn when both were said at the same time, in whichever order they are looked at', () => {
    const stated = [said('email', 'given', 1), said(null, 'withdrawn', 1)];
    expect(consentFor(stated, 'newsletter', 'email')).toBe('withdrawn');
    expect(consentFor([...stated].reverse(), 'newsletter', 'email')).toBe('withdrawn');
  });

  it('never holds against a later withdrawal that covers it', () => {
    const statement = fc.record({
      purpose: fc.constant('newsletter'),
      channel: fc.constantFrom(null, 'email', 'sms'),
      state: fc.constantFrom('given' as const, 'withdrawn' as const),
      at: fc.integer({ min: 1, max: 9 }).map((day) => `2026-03-0${day}T00:00:00.000Z`),
    });
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 8 }), (stated) => {
        const covering = stated.filter(({ channel }) => channel === null || channel === 'email');
        const given = consentFor(stated, 'newsletter', 'email') === 'given';
        const holds = covering.some(
          (one) =>
            one.state === 'given' && !covering.some((other) => other.state === 'withdrawn' && prevails(other, one)),
        );
        expect(given).toBe(holds);
      }),
    );
  });
});
