import type { Projection } from '#kernel';
import type { BlockedRows } from '../fold/blocked-rows.js';
import type { ProjectionFold } from '../fold/projection-fold.js';
import type { TableRows } from '../tables/table-rows.js';

/** A projection while this process derives it. */
export interface ProjectionRun {
  projection: Projection;
  fold: ProjectionFold;
  /** In the order of the projection's tables. */
  tables: readonly TableRows[];
  blocked: BlockedRows;
}
