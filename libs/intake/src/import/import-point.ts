import type { ImportFigures } from './import-figures.js';

/** Where a chunk of rows ended. */
export interface ChunkEdge {
  /** Rows, or groups of them, that had been taken up. */
  taken: number;
  /** Facts of those rows that were kept back for the next chunk: row and place in it, as `17.0`. */
  kept: readonly string[];
}

/** A durable point of an import: what lies before it is in the log, what lies behind it has not been offered. JSON. */
export interface ImportPoint {
  edge: ChunkEdge;
  /** The edge of the chunk before the last one. */
  before: ChunkEdge;
  /** Whether something of the last chunk was decided on histories. */
  decides: boolean;
  figures: ImportFigures;
  /** How many rejects were written. */
  rejects: number;
  /** All events of this import lie at or before this position of the log, and none of what comes after it. */
  position: string;
  elapsedMs: number;
}

/** Where an import can go on from, and how it says so. */
export interface DurableImport {
  /** From where it goes on. */
  from: ImportPoint;
  /** Whether an earlier run may have stored something behind that point. */
  resumed: boolean;
  keep(point: ImportPoint): Promise<void>;
  everyMs: number;
}

const BEGINNING: ChunkEdge = { taken: 0, kept: [] };

/** The point before anything, at a position of the log. */
export function pointBeforeAll(figures: ImportFigures, position: bigint): ImportPoint {
  const nothing = { edge: BEGINNING, before: BEGINNING, decides: false };
  return { ...nothing, figures, rejects: 0, position: String(position), elapsedMs: 0 };
}
