import { v5 } from 'uuid';
import type { SourceIdentity } from './byte-source.js';

const IMPORT_NAMESPACE = '0f5e62b2-7e0c-4b4a-8e1b-5a2c9d0f7c43';

/** The id of the import of that file, joined to the others, from that source: the same whenever it is run. */
export function importIdOf(source: string, { sha256 }: SourceIdentity, joined: readonly SourceIdentity[] = []): string {
  return v5([source, sha256, ...joined.map((file) => file.sha256)].join('\n'), IMPORT_NAMESPACE);
}
