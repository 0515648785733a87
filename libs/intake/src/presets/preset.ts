import type { MappingSet } from '../mappings/mapping-set.js';

/** A mapping that comes with the program, for files that many people have; its name is what `--mapping` is given. */
export interface Preset extends MappingSet {
  about: string;
}
