import type { Violation } from '#kernel';
import { type ColumnReader, columnReader, isEmpty, type RowAtHand, textOf } from './columns.js';
import type { Joined } from './joined-rows.js';
import type { DocumentedJoin } from './set-document.js';

/** Which row of a group a column is read from; by default all of them must say the same. */
export type Pick = 'same' | 'first' | 'last';

interface JoinedColumn {
  name: string;
  join: string;
  read: ColumnReader;
}

interface PickedColumn {
  name: string;
  pick: Pick;
  column: string;
}

export interface ColumnScopeOptions {
  /** Whether rows are JSON objects, in which columns lie at any depth. */
  nested: boolean;
  joins: ReadonlyMap<string, DocumentedJoin>;
  /** Told of every column of the file that is asked for. */
  onUse: (column: string) => void;
  /** Told of every column of a joined file that is asked for. */
  onJoinedUse: (join: string, column: string) => void;
}

/**
 * The columns that a part of a mapping may name: those of its own rows, and `join.column` of the files they are joined
 * to. It gathers what is asked for while the mapping is read, and provides that, row by row, when files are.
 */
export class ColumnScope {
  private readonly joined: JoinedColumn[] = [];
  private readonly picked: PickedColumn[] = [];
  private readonly joinKeys: { name: string; join: DocumentedJoin; on: readonly ColumnReader[] }[] = [];

  constructor(private readonly options: ColumnScopeOptions) {
    for (const [name, join] of options.joins) {
      this.joinKeys.push({ name, join, on: join.on.map((column) => columnReader(column, options.nested)) });
      for (const column of join.on) options.onUse(column);
    }
  }

  /** Reads a column. With a `pick` other than undefined the rows are groups. */
  column(name: string, pick?: Pick): ColumnReader {
    const provided = pick === undefined ? name : `${pick} ${name}`;
    if (pick !== undefined) this.picked.push({ name: provided, pick, column: name });
    const cut = name.indexOf('.');
    const join = cut < 0 ? undefined : this.options.joins.get(name.slice(0, cut));
    if (!join) {
      this.options.onUse(name);
      return pick === undefined ? columnReader(name, this.options.nested) : (columns) => columns[provided];
    }
    const [joinName, column] = [name.slice(0, cut), name.slice(cut + 1)];
    this.options.onJoinedUse(joinName, column);
    const read = columnReader(column, join.format.kind === 'ndjson');
    if (!this.joined.some((each) => each.name === name)) this.joined.push({ name, join: joinName, read });
    return (columns) => columns[provided];
  }

  /** The rows of a joined file that a row finds. */
  joinedRows(join: string, columns: Record<string, unknown>, joined: Joined): readonly unknown[] {
    const key = this.joinKeys.find(({ name }) => name === join)!;
    return joined[join]!.all(...key.on.map((read) => read(columns)));
  }

  /** The row with the columns of the files that it is joined to; adds to `violations` where it must find one and does not. */
  withJoined(row: Record<string, unknown>, joined: Joined, violations: Violation[]): Record<string, unknown> {
    if (this.joinKeys.length === 0) return row;
    const columns = { ...row };
    for (const { name, join, on } of this.joinKeys) {
      const values = on.map((read) => read(row));
      const found = joined[name]!.get(...values) as Record<string, unknown> | undefined;
      if (found === undefined && join.required) {
        const said = join.key.map((column, at) => `${column} ${JSON.stringify(values[at] ?? '')}`).join(' and ');
        const message = `no row of the joined file ${name} has ${said}`;
        violations.push({ field: join.on.join(', '), rule: 'joined', message });
      }
      for (const column of this.joined) {
        if (column.join === name) columns[column.name] = found === undefined ? undefined : column.read(found);
      }
    }
    return columns;
  }

  /** What a group says as a whole; adds to `violations` where its rows must say the same and do not. */
  ofGroup(rows: readonly RowAtHand[], violations: Violation[]): Record<string, unknown> {
    const columns: Record<string, unknown> = {};
    for (const { name, pick, column } of this.picked) {
      const read = this.options.joins.has(column.split('.', 1)[0]!)
        ? (row: RowAtHand) => row.columns[column]
        : (
            (reader) => (row: RowAtHand) =>
              reader(row.columns)
          )(columnReader(column, this.options.nested));
      const first = read(rows[0]!);
      columns[name] = pick === 'last' ? read(rows.at(-1)!) : first;
      if (pick !== 'same') continue;
      const other = rows.find((row) => !saysTheSame(read(row), first));
      if (!other) continue;
      const said = `${JSON.stringify(first)} in row ${rows[0]!.number}, ${JSON.stringify(read(other))} in row ${other.number}`;
      const message = `column ${column} must say the same in all rows that belong together, and says ${said}`;
      violations.push({ field: column, rule: 'same-in-group', message });
    }
    return columns;
  }
}

function saysTheSame(one: unknown, other: unknown): boolean {
  return isEmpty(one) ? isEmpty(other) : textOf(one) === textOf(other);
}
