import { MappingInvalid } from '../errors/mapping-invalid.js';
import type { Mapping } from './mapping.js';

/** Throws MappingInvalid when a file with these columns is not one that the mapping can work with. */
export function checkKnownColumns(mapping: Mapping, columns: readonly string[]): void {
  const missing = (mapping.group?.by ?? []).filter((column) => !columns.includes(column));
  if (missing.length > 0) {
    const has = `it has ${columns.join(', ')}`;
    throw new MappingInvalid(
      'group',
      missing.map((column) => ({
        field: 'group.by',
        rule: 'known-column',
        message: `the file has no column "${column}"; ${has}`,
      })),
    );
  }
  mapping.checkColumns?.(columns);
}
