import type { Line } from '../lines/line.js';
import type { Row } from './row.js';

/** Makes rows of lines, batch by batch. */
export interface RowReader {
  /** The rows that these lines complete. */
  take(lines: readonly Line[]): Row[];
  /** The rows that are left when the file ends. */
  end(): Row[];
}
