import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Admission, type Admitted } from './admission.js';
import { Overloaded } from './overloaded.js';

const LIMITS = { requests: { command: 3, read: 2 }, bodyBytes: 100 };

describe('admission', () => {
  it('refuses what is one too many, and takes it when another has left', () => {
    const admission = new Admission(LIMITS);
    const [first] = [1, 2, 3].map(() => admission.admit('command', 0));
    expect(() => admission.admit('command', 0)).toThrow(Overloaded);
    first!.answered();
    expect(() => admission.admit('command', 0)).not.toThrow();
  });

  it('keeps room for reads however many commands wait', () => {
    const admission = new Admission(LIMITS);
    for (let count = 0; count < 3; count += 1) admission.admit('command', 0);
    expect(() => admission.admit('read', 0)).not.toThrow();
  });

  it('counts the bytes of bodies', () => {
    const admission = new Admission(LIMITS);
    const first = admission.admit('command', 60);
    expect(() => admission.admit('command', 41)).toThrow(Overloaded);
    admission.admit('command', 40);
    first.answered();
    expect(() => admission.admit('command', 60)).not.toThrow();
  });

  it('takes a single body of any size', () => {
    expect(() => new Admission(LIMITS).admit('command', 1_000)).not.toThrow();
  });

  it('keeps the place of a request whose caller has hung up until the work on it has ended', () => {
    const admission = new Admission(LIMITS);
    const admitted = admission.admit('command', 10);
    admitted.workBegins();
    admitted.answered();
    expect(admission.underWay('command')).toBe(1);
    admitted.workEnds();
    expect(admission.underWay('command')).toBe(0);
  });

  it('is empty when all have left, in whatever order they were told', () => {
    const step = fc.constantFrom('workBegins', 'workEnds', 'answered');
    const request = fc.tuple(fc.constantFrom('command', 'read'), fc.nat(50), fc.array(step, { maxLength: 8 }));
    fc.assert(
      fc.property(fc.array(request, { maxLength: 8 }), (requests) => {
        const admission = new Admission({ requests: { command: 8, read: 8 }, bodyBytes: 1_000 });
        const inside: Admitted[] = [];
        for (const [kind, bytes, steps] of requests) {
          const admitted = admission.admit(kind, bytes);
          inside.push(admitted);
          for (const each of steps) admitted[each]();
        }
        for (const admitted of inside) {
          admitted.answered();
          admitted.workEnds();
        }
        expect([admission.underWay('command'), admission.underWay('read')]).toEqual([0, 0]);
        // The bytes, too: all of them fit again.
        admission.admit('read', 1);
        expect(() => admission.admit('command', 999)).not.toThrow();
      }),
    );
  });
});
