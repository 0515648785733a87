/** Where files are sent to be imported. */
export const IMPORTS_ROUTE = '/v1/imports';

/** Where mappings are sent. */
export const MAPPINGS_ROUTE = '/v1/mappings';

/** What files may be declared as; what they hold is said by the mapping, and whether they are gzipped by their bytes. */
export const UPLOAD_TYPES = [
  'text/csv',
  'text/tab-separated-values',
  'text/plain',
  'application/x-ndjson',
  'application/gzip',
  'application/octet-stream',
] as const;

export const YAML_TYPE = 'application/yaml';

/** Bytes of a mapping at most. */
export const MAPPING_LIMIT_BYTES = 262_144;
