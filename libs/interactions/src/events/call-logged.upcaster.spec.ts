import { describe, expect, it } from '@jest/globals';
import { BodyValidator, FactCatalogue } from '#kernel';
import { CallLogged } from './call-logged.js';

describe('CallLogged of version 1', () => {
  const catalogue = new FactCatalogue([CallLogged]);

  it('is read with its length and outcome under their present names', () => {
    const stored = { direction: 'outbound', durationSec: 63, answered: true, campaign: 'spring' };
    expect(catalogue.upcast('CallLogged', 1, stored)).toEqual({
      direction: 'outbound',
      durationSeconds: 63,
      outcome: 'answered',
      campaign: 'spring',
    });
    expect(stored).toHaveProperty('durationSec');
  });

  it('was missed when nobody answered', () => {
    expect(catalogue.upcast('CallLogged', 1, { direction: 'inbound', durationSec: 0, answered: false })).toEqual({
      direction: 'inbound',
      durationSeconds: 0,
      outcome: 'missed',
    });
  });

  it('says no more than it knew', () => {
    const current = catalogue.upcast('CallLogged', 1, { direction: 'inbound' });
    expect(current).toEqual({ direction: 'inbound' });
    expect(new BodyValidator(catalogue).violations('CallLogged', current)).toEqual([]);
  });

  it('is left alone when it has the present version', () => {
    const body = { direction: 'inbound', outcome: 'busy' };
    expect(catalogue.upcast('CallLogged', 2, body)).toBe(body);
  });
});
