import type { RowFormat } from '../rows/row-format.js';
import type { Joined, JoinedFile } from './joined-rows.js';
import type { Grouping } from './row-group.js';

/** How the rows of one file become CloudEvents. Made anew for each file: it may remember the rows before. */
export interface Mapping {
  format: RowFormat;
  /** Source of the events that name none. */
  source?: string;
  /** Further files that rows are joined to, by name. */
  joins?: Readonly<Record<string, JoinedFile>>;
  /** Which rows make one fact together; without it each makes its own. */
  group?: Grouping;
  /** Is told the columns once they are known; throws MappingInvalid when it cannot work with them. */
  checkColumns?(columns: readonly string[]): void;
  /**
   * The CloudEvents of a row, or with `group` of a RowGroup: one, a list, or null for none; they are checked like any
   * that come from outside. Whoever asks may change them.
   * `rowNumber` is the line of the file on which the row, or the group's first row, begins. `joined` has a member for
   * each of `joins`. Throws ValidationFailed for a row that cannot be converted.
   */
  eventsOf(row: unknown, rowNumber: number, joined: Joined): unknown;
}

/** Chooses the mapping for a file by its first line that is not blank (empty for an empty file). */
export type MappingOfFile = (firstLine: string) => Mapping;
