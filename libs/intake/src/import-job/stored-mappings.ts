import { v5 } from 'uuid';
import type { WorkDatabase } from '#work';
import { isUuid, NotFound, ValidationFailed } from '#kernel';
import { loadMapping } from '../mappings/load-mapping.js';
import type { MappingSet } from '../mappings/mapping-set.js';
import { parseYamlMapping } from '../mappings/yaml-mapping.js';
import { findPreset, presets } from '../presets/presets.js';
import { KEEP_MAPPING_SQL, READ_MAPPING_SQL, USE_MAPPING_SQL } from './import-sql.js';

const MAPPING_NAMESPACE = '3a0f7f0c-93d4-4f3c-9f5e-6d2b1c5a8e17';

/**
 * Mappings that imports over HTTP may name: presets, and YAML that was sent. Never a file of this machine, and never
 * code.
 */
export class StoredMappings {
  constructor(private readonly database: WorkDatabase) {}

  /** Keeps a mapping; the same text has the same id. Throws MappingInvalid. */
  async keep(yaml: string): Promise<string> {
    parseYamlMapping('of the request', yaml);
    const id = v5(yaml, MAPPING_NAMESPACE);
    await this.database.query(KEEP_MAPPING_SQL, [id, yaml]);
    return id;
  }

  /** The YAML of a mapping that was sent. Throws NotFound. */
  async read(id: string): Promise<string> {
    const [found] = isUuid(id) ? await this.database.query<{ yaml: string }>(READ_MAPPING_SQL, [id]) : [];
    if (!found) throw new NotFound('mapping', id);
    return found.yaml;
  }

  /** Throws ValidationFailed for a name that is neither a preset nor the id of a mapping that was sent. */
  async requireKnown(name: string | undefined): Promise<void> {
    if (name === undefined || findPreset(name)) return;
    const [found] = isUuid(name) ? await this.database.query(USE_MAPPING_SQL, [name]) : [];
    if (found) return;
    const known = presets.map((each) => each.name).join(', ');
    const message = `is neither a preset (${known}) nor the id of a mapping that was sent to /v1/mappings`;
    throw new ValidationFailed([{ field: 'mapping', rule: 'known-mapping', message }]);
  }

  /** Throws NotFound, and MappingInvalid when this version cannot use it any more. */
  async load(name: string | undefined): Promise<MappingSet> {
    const preset = name === undefined ? undefined : findPreset(name);
    if (preset) return preset;
    return name === undefined ? loadMapping(undefined) : parseYamlMapping(name, await this.read(name));
  }
}
