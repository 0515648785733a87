import { ValidationFailed, type Violation } from '#kernel';
import { ColumnScope, type Pick } from './column-scope.js';
import type { ColumnReader, RowAtHand } from './columns.js';
import type { Joined, JoinedFile } from './joined-rows.js';
import { isObject } from './known-keys.js';
import type { Grouping, RowGroup } from './row-group.js';
import type { DocumentedJoin } from './set-document.js';

export interface RowScopesOptions {
  nested: boolean;
  joins: ReadonlyMap<string, DocumentedJoin>;
  grouping: Grouping | undefined;
}

/** Where rows come from in a mapping: the file's own rows, their groups, and the rows of joined files. */
export class RowScopes {
  /** Columns of the file that the mapping asks for. */
  readonly used = new Set<string>();
  private readonly usedOfJoins = new Map<string, Set<string>>();
  private readonly own: ColumnScope;
  private readonly ofJoins = new Map<string, ColumnScope>();

  constructor(private readonly options: RowScopesOptions) {
    const { joins, nested } = options;
    this.own = new ColumnScope({
      nested,
      joins,
      onUse: (column) => void this.used.add(column),
      onJoinedUse: (join, column) => this.useOfJoin(join, column),
    });
    for (const [name, join] of joins) {
      const scope = new ColumnScope({
        nested: join.format.kind === 'ndjson',
        joins: new Map(),
        onUse: (column) => this.useOfJoin(name, column),
        onJoinedUse: () => undefined,
      });
      this.ofJoins.set(name, scope);
    }
  }

  /** A column as an event names it; `pick` says which row of a group it is read from. */
  column(name: string, pick?: Pick): ColumnReader {
    return this.own.column(name, this.options.grouping ? (pick ?? 'same') : undefined);
  }

  /** A column inside a list: of the rows of the group, or of those of a joined file. */
  columnBelow(name: string, join: string | undefined): ColumnReader {
    return join === undefined ? this.own.column(name) : this.ofJoins.get(join)!.column(name);
  }

  /** Whether there are rows below a row: `undefined` stands for those of its group. */
  hasBelow(join: string | undefined): boolean {
    return join === undefined ? this.options.grouping !== undefined : this.ofJoins.has(join);
  }

  /** Joined files as the import is to read them: what they are asked for is checked with their first row. */
  joinedFiles(check: (join: string, used: ReadonlySet<string>, columns: readonly string[]) => void): {
    [name: string]: JoinedFile;
  } {
    const files: Record<string, JoinedFile> = {};
    for (const [name, { file, format, key, many }] of this.options.joins) {
      const checkColumns = (columns: readonly string[]): void =>
        check(name, this.usedOfJoins.get(name) ?? new Set(), columns);
      files[name] = { ...(file === undefined ? {} : { file }), format, key, many, checkColumns };
    }
    return files;
  }

  /** A row, or a group of them, ready to be read. Throws ValidationFailed for a row that is no object. */
  rowOf(value: unknown, number: number, joined: Joined): RowAtHand {
    if (!this.options.grouping) return this.single(value, number, joined, []);
    const { rows, numbers } = value as RowGroup;
    const violations: Violation[] = [];
    const members = rows.map((row, at) => this.single(row, numbers[at]!, joined, violations));
    return {
      columns: this.own.ofGroup(members, violations),
      number,
      violations,
      below: (join) => (join === undefined ? members : members.flatMap((member) => member.below?.(join) ?? [])),
    };
  }

  private single(value: unknown, number: number, joined: Joined, violations: Violation[]): RowAtHand {
    if (!isObject(value)) {
      throw new ValidationFailed([{ field: '', rule: 'type', message: 'a row must be a JSON object' }]);
    }
    const columns = this.own.withJoined(value, joined, violations);
    if (this.ofJoins.size === 0) return { columns, number, violations };
    const below = (join: string | undefined): readonly RowAtHand[] =>
      this.own
        .joinedRows(join!, value, joined)
        .map((row) => ({ columns: row as Record<string, unknown>, number, violations }));
    return { columns, number, violations, below };
  }

  private useOfJoin(join: string, column: string): void {
    const used = this.usedOfJoins.get(join) ?? new Set();
    this.usedOfJoins.set(join, used.add(column));
  }
}
