import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { MappingInvalid } from '../errors/mapping-invalid.js';
import { findPreset, presets } from '../presets/presets.js';
import { cloudEventsMapping } from './cloud-events-mapping.js';
import type { MappingSet } from './mapping-set.js';
import { loadModuleMapping } from './module-mapping.js';
import { parseYamlMapping } from './yaml-mapping.js';

const CLOUD_EVENTS: MappingSet = { name: 'cloud-events', parts: [{ mappingOf: cloudEventsMapping }] };

/**
 * The mapping of that name: a preset's, or a file's (YAML or `.mjs`); without a name, that of files that hold
 * CloudEvents. Throws MappingInvalid, with every key at fault.
 */
export async function loadMapping(name: string | undefined): Promise<MappingSet> {
  if (name === undefined) return CLOUD_EVENTS;
  const preset = findPreset(name);
  if (preset) return preset;
  switch (extname(name).toLowerCase()) {
    case '.mjs':
      return loadModuleMapping(name);
    case '.yaml':
    case '.yml':
      return parseYamlMapping(name, await readText(name));
    default:
      throw new MappingInvalid(name, [
        {
          field: '',
          rule: 'known-mapping',
          message: `is neither a preset (${presets.map((each) => each.name).join(', ')}) nor a .yaml or .mjs file`,
        },
      ]);
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new MappingInvalid(file, [{ field: '', rule: 'readable', message: `cannot be read: ${why}` }]);
  }
}
