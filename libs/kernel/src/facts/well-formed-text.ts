/**
 * Text that every part of the ledger can keep: PostgreSQL takes neither the NUL character nor half of a surrogate pair
 * in its texts, so a fact with one of them could be stored, but never be projected.
 */
export const WELL_FORMED_TEXT = '^[^\\u0000\\p{Cs}]*$';

const pattern = new RegExp(WELL_FORMED_TEXT, 'u');

export function isWellFormedText(text: string): boolean {
  return pattern.test(text);
}

/** Length in Unicode code points, as JSON Schema counts: not UTF-16 units, nor what looks like one character. */
export function lengthOf(text: string): number {
  let length = text.length;
  for (let at = 0; at < text.length - 1; at += 1) {
    if (isHighSurrogate(text.charCodeAt(at)) && isLowSurrogate(text.charCodeAt(at + 1))) length -= 1;
  }
  return length;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
