import type { MappingOfFile } from '../mappings/mapping.js';

/** A mapping that comes with the program, for a file that many people have. */
export interface Preset {
  /** What `--mapping` is given. */
  name: string;
  about: string;
  /** Throws MappingInvalid for a file that is not laid out like the preset's. */
  mappingOf: MappingOfFile;
}
