import type { ProfileRow } from './profile-row.js';

/** What a customer can be found by: names and contact values in lower case, phone numbers also as bare digits. */
export function searchTextOf(row: Pick<ProfileRow, 'name' | 'preferred_name' | 'contact_points'>): string {
  const words = [row.name, row.preferred_name];
  for (const { kind, value } of row.contact_points) {
    words.push(value);
    if (kind === 'phone') words.push(value.replace(/\D/g, ''));
  }
  const found = words.filter((word) => word !== null && word !== '').map((word) => word!.toLowerCase());
  return [...new Set(found)].join(' ');
}
