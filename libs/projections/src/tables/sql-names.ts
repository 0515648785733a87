/** The schema that holds every read model. */
export const READ_SCHEMA = 'read';

/** Where read models are built anew, beside those that are read. */
export const SHADOW_SCHEMA = 'rebuild';

/** Where those lie whose place others have taken, until somebody lets them go. */
export const RETIRED_SCHEMA = 'retired';

/** A schema of read models: tables, and beside them their checkpoints and the events that they miss. */
export type ModelSchema = typeof READ_SCHEMA | typeof SHADOW_SCHEMA | typeof RETIRED_SCHEMA;

/** PostgreSQL cuts longer names off in silence, and two of them could then be one. */
const MAX_NAME_BYTES = 63;

/** An SQL identifier, quoted. Throws for a name that PostgreSQL would cut off or refuse. */
export function quoted(name: string): string {
  const bytes = Buffer.byteLength(name);
  if (bytes === 0 || bytes > MAX_NAME_BYTES || name.includes('\0')) {
    throw new Error(`${JSON.stringify(name)} cannot be a name in the database`);
  }
  return `"${name.replaceAll('"', '""')}"`;
}

export function qualified(schema: string, name: string): string {
  return `${quoted(schema)}.${quoted(name)}`;
}
