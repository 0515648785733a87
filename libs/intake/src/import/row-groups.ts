import { FileUnreadable } from '../errors/file-unreadable.js';
import { readLines } from '../lines/read-lines.js';
import { checkKnownColumns } from '../mappings/known-columns.js';
import type { Mapping } from '../mappings/mapping.js';
import type { Grouping, RowGroup } from '../mappings/row-group.js';
import { badRow, type Row } from '../rows/row.js';
import { RowKey } from '../rows/row-key.js';
import { rowReaderFor } from '../rows/row-reader-for.js';
import type { ByteSource } from './byte-source.js';
import { readPlainBytes } from './plain-bytes.js';

export interface GroupLimits {
  /** Groups of one file: their keys are counted in memory. */
  maxGroups: number;
  /** Text of the rows whose group is not complete yet. */
  maxOpenLength: number;
}

export const GROUP_LIMITS: GroupLimits = { maxGroups: 5_000_000, maxOpenLength: 256 * 1_048_576 };

/**
 * Gathers rows that belong together into one, whether they stand together in the file or not. The file is counted
 * through first, so that a group can be handed on as soon as its last row has come: what is held in memory are the rows
 * of groups that are still open. With `contiguous` nothing is counted, and a group ends where another key begins.
 */
export class RowGroups {
  private readonly open = new Map<string, Row[]>();
  private openLength = 0;

  private constructor(
    private readonly file: string,
    private readonly grouping: Grouping,
    private readonly key: RowKey,
    private readonly counts: Map<string, number> | undefined,
    private readonly limits: GroupLimits,
  ) {}

  /** Throws FileUnreadable: a file that is cut off has groups that are incomplete, so none is imported. */
  static async of(
    source: ByteSource,
    mapping: Mapping & { group: Grouping },
    limits: GroupLimits = GROUP_LIMITS,
  ): Promise<RowGroups> {
    const key = new RowKey(mapping.group.by, mapping.format.kind === 'ndjson');
    const counts = mapping.group.contiguous ? undefined : await countGroups(source, mapping, key, limits);
    return new RowGroups(source.name, mapping.group, key, counts, limits);
  }

  /** The groups that these rows complete; rows that cannot be read, or name no group, come as they are. */
  take(rows: readonly Row[]): Row[] {
    const ready: Row[] = [];
    for (const row of rows) {
      const key = row.violation ? undefined : this.key.of(row.value);
      if (key === undefined) ready.push(row.violation ? row : this.withoutKey(row));
      else this.add(key, row, ready);
    }
    return ready;
  }

  /** The group that the end of the file completes. */
  end(): Row[] {
    const ready: Row[] = [];
    for (const key of [...this.open.keys()]) this.close(key, ready);
    return ready;
  }

  private add(key: string, row: Row, ready: Row[]): void {
    let rows = this.open.get(key);
    if (!rows) {
      if (!this.counts) ready.push(...this.end());
      this.open.set(key, (rows = []));
    }
    rows.push(row);
    this.openLength += row.raw.length;
    if (rows.length === this.counts?.get(key)) this.close(key, ready);
    else if (this.openLength > this.limits.maxOpenLength) throw this.tooMuchOpen(row);
  }

  private close(key: string, ready: Row[]): void {
    const rows = this.open.get(key)!;
    this.open.delete(key);
    for (const { raw } of rows) this.openLength -= raw.length;
    const [first] = rows;
    const value: RowGroup = { rows: rows.map((row) => row.value), numbers: rows.map(({ number }) => number) };
    const raw = rows.map((row) => row.raw).join('\n');
    ready.push({ number: first!.number, value, raw, violation: undefined, rows: value.numbers });
  }

  private withoutKey(row: Row): Row {
    const column = this.key.missingIn(row.value);
    const message = `column ${column} is empty, and says which rows belong together`;
    return badRow(row.number, row.raw, { field: column, rule: 'required', message });
  }

  private tooMuchOpen({ number }: Row): FileUnreadable {
    const by = this.grouping.by.join(', ');
    const problem =
      `at row ${number} more than ${this.limits.maxOpenLength} characters wait for the rest of their group; ` +
      `sort the file by ${by} and say contiguous: true in the mapping's group`;
    return new FileUnreadable(this.file, problem);
  }
}

/** How many rows each group has. */
async function countGroups(
  source: ByteSource,
  mapping: Mapping & { group: Grouping },
  key: RowKey,
  { maxGroups }: GroupLimits,
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const count = (rows: readonly Row[]): void => {
    for (const row of rows) {
      const text = row.violation ? undefined : key.of(row.value);
      if (text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    if (counts.size <= maxGroups) return;
    const problem =
      `has more than ${maxGroups} groups; sort it by ${mapping.group.by.join(', ')} and say contiguous: true in the ` +
      "mapping's group";
    throw new FileUnreadable(source.name, problem);
  };
  const reader = rowReaderFor(mapping.format, (columns) => checkKnownColumns(mapping, columns));
  for await (const lines of readLines(readPlainBytes(source))) count(reader.take(lines));
  count(reader.end());
  return counts;
}
