import { MappingInvalid } from '../errors/mapping-invalid.js';
import type { JoinedFile } from '../mappings/joined-rows.js';
import type { Mapping } from '../mappings/mapping.js';
import type { MappingPart } from '../mappings/mapping-set.js';

/** A published CSV file with a line of names. */
export interface CsvPart {
  /** The preset's name, for what is told about the file. */
  preset: string;
  file: string;
  source: string;
  /** Its columns: where the file is called differently it is known by them. */
  columns: readonly string[];
  joins?: Readonly<Record<string, JoinedFile>>;
  group?: Mapping['group'];
  eventsOf: Mapping['eventsOf'];
}

/** The part of a preset that is for a published CSV file. */
export function csvPart({ preset, file, source, columns, joins, group, eventsOf }: CsvPart): MappingPart {
  const lacking = (found: readonly string[]): string[] => columns.filter((column) => !found.includes(column));
  const mapping: Mapping = {
    format: { kind: 'csv' },
    source,
    ...(joins ? { joins } : {}),
    ...(group ? { group } : {}),
    checkColumns: (found) => refuse(preset, lacking(found), found),
    eventsOf,
  };
  return {
    file,
    recognises: (firstLine) => {
      const found = firstLine.split(',').map((name) => name.trim());
      return found.length === columns.length && lacking(found).length === 0;
    },
    mappingOf: () => mapping,
  };
}

/** A published CSV file that rows are joined to; a preset's columns are checked like those of the file itself. */
export function joinedCsv(
  preset: string,
  { file, key, columns }: { file: string; key: readonly string[]; columns: readonly string[] },
): JoinedFile {
  return {
    file,
    key,
    format: { kind: 'csv' },
    checkColumns: (found) =>
      refuse(
        preset,
        [...key, ...columns].filter((column) => !found.includes(column)),
        found,
      ),
  };
}

function refuse(preset: string, missing: readonly string[], found: readonly string[]): void {
  if (missing.length === 0) return;
  throw new MappingInvalid(
    preset,
    missing.map((column) => ({
      field: 'columns',
      rule: 'known-column',
      message: `the file has no column "${column}"; it has ${found.join(', ')}`,
    })),
  );
}
