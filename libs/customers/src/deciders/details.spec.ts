import { describe, expect, it } from '@jest/globals';
import { fact, given } from '../../../../test/support/given.js';
import { CustomerDetailsChanged } from '../events/index.js';
import { details } from './details.js';

describe('a change of details', () => {
  it.each([{}, { contactPoints: [] }, { attributes: {} }, { contactPoints: [], attributes: {} }])(
    'that says nothing is refused: %j',
    (nothing) => {
      expect(details.when?.(fact(CustomerDetailsChanged, nothing))).toBe(true);
      given(details, []).when(fact(CustomerDetailsChanged, nothing)).thenRefused('not-empty', '');
    },
  );

  it.each([{ name: 'Ada' }, { attributes: { size: 44 } }, { contactPoints: [{ kind: 'phone' as const, value: '1' }] }])(
    'that says something needs no decision: %j',
    (something) => {
      expect(details.when?.(fact(CustomerDetailsChanged, something))).toBe(false);
      given(details, []).when(fact(CustomerDetailsChanged, something)).thenRecorded();
    },
  );
});
