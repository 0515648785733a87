import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isWellFormedText, lengthOf } from './well-formed-text.js';

describe('well-formed text', () => {
  it('is any text but one with NUL or half of a surrogate pair', () => {
    for (const text of ['', 'plain', 'naïve', '日本', '👍🏽', 'two\nlines\t']) expect(isWellFormedText(text)).toBe(true);
    for (const text of ['a\u0000', '\ud83d', '\udc4d\ud83d']) expect(isWellFormedText(text)).toBe(false);
  });

  it('has as many characters as code points', () => {
    expect(lengthOf('❤️')).toBe(2);
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => expect(lengthOf(text)).toBe([...text].length)));
    expect(lengthOf('\ud83d\ud83d\udc4d\udc4d')).toBe(3);
  });
});
