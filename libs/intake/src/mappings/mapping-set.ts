import { basename } from 'node:path';
import { MappingInvalid } from '../errors/mapping-invalid.js';
import type { Mapping, MappingOfFile } from './mapping.js';

/** The mapping of one file among those that belong together. */
export interface MappingPart {
  /** What the file is called; `.gz` may follow. */
  file?: string;
  /** Whether a file of another name is this one, by its first line. */
  recognises?(firstLine: string): boolean;
  mappingOf: MappingOfFile;
}

/** A mapping by its name: for one file, or for several files that belong together, in the order of their import. */
export interface MappingSet {
  name: string;
  parts: readonly MappingPart[];
}

/** The mapping that a file gets: by the file's name, else by its first line. Throws MappingInvalid. */
export function mappingFor({ name, parts }: MappingSet, file: string, firstLine: string): Mapping {
  const [only, ...others] = parts;
  const part =
    others.length === 0
      ? only
      : (parts.find((each) => each.file === plainName(file)) ?? parts.find((each) => each.recognises?.(firstLine)));
  if (part) return part.mappingOf(firstLine);
  const names = parts.map((each) => each.file ?? '(unnamed)').join(', ');
  const message = `${basename(file)} is none of the files that the mapping is for (${names}), by name or by columns`;
  throw new MappingInvalid(name, [{ field: '', rule: 'known-file', message }]);
}

/** The name of a file as if it were not gzipped. */
function plainName(file: string): string {
  return basename(file).replace(/\.gz$/i, '');
}
