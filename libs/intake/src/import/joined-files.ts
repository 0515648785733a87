import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { JoinedFileInvalid, type JoinedRowViolation } from '../errors/joined-file-invalid.js';
import { MappingInvalid } from '../errors/mapping-invalid.js';
import { readLines } from '../lines/read-lines.js';
import type { Joined, JoinedFile, JoinedRows } from '../mappings/joined-rows.js';
import type { Mapping } from '../mappings/mapping.js';
import type { Row } from '../rows/row.js';
import { keyText, RowKey } from '../rows/row-key.js';
import { rowReaderFor } from '../rows/row-reader-for.js';
import { FileSource } from './file-source.js';
import { readPlainBytes } from './plain-bytes.js';

/** Text of one joined file at most: it is held in memory, and takes a few times that there. */
const MAX_TEXT_LENGTH = 256 * 1_048_576;
const NO_ROWS: readonly unknown[] = [];

export interface JoinedFiles {
  rows: Joined;
  /** Where they lie, in the order of the mapping. */
  files: readonly string[];
}

/**
 * Finds and reads the files that a mapping joins its rows to: the given ones, else those of their names beside the main
 * file. Throws MappingInvalid when one is not there or was given for nothing, FileUnreadable, and JoinedFileInvalid with
 * the rows that cannot be used.
 */
export async function readJoinedFiles(
  mapping: Mapping,
  mainFile: string,
  given: Readonly<Record<string, string>>,
): Promise<JoinedFiles> {
  const joins = Object.entries(mapping.joins ?? {});
  const rows: Record<string, JoinedRows> = {};
  const files: string[] = [];
  for (const [name, joined] of joins) {
    const file = given[name] ?? (await besideMain(name, joined, mainFile));
    rows[name] = await readJoined(file, joined);
    files.push(file);
  }
  return { rows, files };
}

async function besideMain(name: string, { file }: JoinedFile, mainFile: string): Promise<string> {
  const found = file === undefined ? undefined : await findFile(dirname(mainFile), file);
  if (found !== undefined) return found;
  const looked = file === undefined ? '' : `; "${file}" was looked for beside ${mainFile}`;
  const message = `is a further file that the mapping needs; give it with --with ${name}=FILE${looked}`;
  throw new MappingInvalid(name, [{ field: name, rule: 'joined-file', message }]);
}

/** The file of that name in a folder, gzipped or not; undefined when there is none. */
export async function findFile(folder: string, name: string): Promise<string | undefined> {
  for (const file of [join(folder, name), join(folder, `${name}.gz`)]) {
    if (
      await access(file).then(
        () => true,
        () => false,
      )
    ) {
      return file;
    }
  }
  return undefined;
}

async function readJoined(file: string, joined: JoinedFile): Promise<JoinedRows> {
  const reader = rowReaderFor(joined.format, (columns) => {
    checkKey(joined.key, columns);
    joined.checkColumns?.(columns);
  });
  const table = new JoinedTable(file, joined);
  for await (const lines of readLines(readPlainBytes(new FileSource(file)))) table.take(reader.take(lines));
  table.take(reader.end());
  return table.checked();
}

function checkKey(key: readonly string[], columns: readonly string[]): void {
  const missing = key.filter((column) => !columns.includes(column));
  if (missing.length === 0) return;
  const message = `the joined file has no column "${missing[0]}" for its key; it has ${columns.join(', ')}`;
  throw new MappingInvalid('join', [{ field: 'key', rule: 'known-column', message }]);
}

/** Rows by their key, held in memory. */
class JoinedTable implements JoinedRows {
  private readonly rowsByKey = new Map<string, { number: number; values: unknown[] }>();
  private readonly violations: JoinedRowViolation[] = [];
  private readonly key: RowKey;
  private textLength = 0;

  constructor(
    private readonly file: string,
    private readonly joined: JoinedFile,
  ) {
    this.key = new RowKey(joined.key, joined.format.kind === 'ndjson');
  }

  get(...key: readonly unknown[]): unknown {
    return this.all(...key)[0];
  }

  all(...key: readonly unknown[]): readonly unknown[] {
    const text = keyText(key);
    return (text === undefined ? undefined : this.rowsByKey.get(text)?.values) ?? NO_ROWS;
  }

  take(rows: readonly Row[]): void {
    for (const row of rows) {
      this.textLength += row.raw.length;
      if (this.textLength > MAX_TEXT_LENGTH) {
        const message = `more than ${MAX_TEXT_LENGTH} characters cannot be joined; import the larger file as the main one`;
        throw new JoinedFileInvalid(this.file, [{ row: row.number, field: '', rule: 'size', message }]);
      }
      const violation = row.violation ?? this.add(row);
      if (violation) this.violations.push({ ...violation, row: row.number });
    }
  }

  checked(): this {
    if (this.violations.length > 0) throw new JoinedFileInvalid(this.file, this.violations);
    return this;
  }

  private add({ number, value }: Row): { field: string; rule: string; message: string } | undefined {
    const key = this.key.of(value);
    if (key === undefined) {
      const field = this.key.missingIn(value);
      return { field, rule: 'required', message: `column ${field} is empty, and rows are found by it` };
    }
    const before = this.rowsByKey.get(key);
    if (!before) {
      this.rowsByKey.set(key, { number, values: [value] });
    } else if (this.joined.many) {
      before.values.push(value);
    } else {
      const field = this.joined.key.join(', ');
      return { field, rule: 'unique', message: `has the same ${field} as row ${before.number}` };
    }
    return undefined;
  }
}
