import type { Projection } from '#kernel';
import type { BlockedRows } from '../fold/blocked-rows.js';
import type { ProjectionFold } from '../fold/projection-fold.js';
import type { ModelSchema } from '../tables/sql-names.js';
import type { TableRows } from '../tables/table-rows.js';
import type { LeasedSlot } from './checkpoints.js';

/** A projection, or some of its partitions, while this process derives it. */
export interface ProjectionRun {
  /** Where its tables lie. */
  schema: ModelSchema;
  projection: Projection;
  slots: LeasedSlot[];
  fold: ProjectionFold;
  /** In the order of the projection's tables. */
  tables: readonly TableRows[];
  blocked: BlockedRows;
  /** Whether events of the stream touch rows of these slots. */
  owns: (stream: string) => boolean;
}
