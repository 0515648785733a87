export * from './engine/engine-options.js';
export * from './engine/projection-status.js';
export * from './entity-of.js';
export type { LeftOut } from './fold/projection-fold.js';
export type { Row, RowKey } from './fold/row.js';
export * from './fold-rows.js';
export * from './projection-engine.js';
export * from './http/index.js';
export * from './read-models/index.js';
