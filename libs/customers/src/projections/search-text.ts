import type { ProfileRow } from './profile-row.js';

/** PostgreSQL takes lexemes of up to 2,046 bytes. */
const MAX_WORD_LENGTH = 200;

/**
 * What a customer can be found by: the words of names and contact values in lower case, one blank between them, phone
 * numbers also as bare digits.
 */
export function searchTextOf(row: Pick<ProfileRow, 'name' | 'preferred_name' | 'contact_points'>): string {
  const texts = [row.name ?? '', row.preferred_name ?? ''];
  for (const { kind, value } of row.contact_points) {
    texts.push(value);
    if (kind === 'phone') texts.push(value.replace(/\D/g, ''));
  }
  return [...new Set(texts.flatMap(wordsOf))].join(' ');
}

/** A text's words in the form in which they are searched. */
export function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => (word.length > MAX_WORD_LENGTH ? [...word].slice(0, MAX_WORD_LENGTH).join('') : word));
}
