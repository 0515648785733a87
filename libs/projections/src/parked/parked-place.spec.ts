import { describe, expect, it } from '@jest/globals';
import { ValidationFailed } from '#kernel';
import { cursorBehind, placeOfCursor } from './parked-place.js';

describe('the cursor of a list of parked events', () => {
  it('comes back as the place that it was made of', () => {
    const place = { projection: 'loyalty transfers ü', position: '9223372036854775807' };
    expect(placeOfCursor(cursorBehind(place))).toEqual(place);
  });

  it.each(['', 'x', '17', ' tallies', '-1 tallies', '9223372036854775808 tallies', '1 a\0'])(
    'is refused when it says %j',
    (text) => {
      expect(() => placeOfCursor(Buffer.from(text).toString('base64url'))).toThrow(ValidationFailed);
    },
  );
});
