import type { LogEntry } from './log-entry.js';
import type { RowKey } from './row.js';

/**
 * Rows of one projection that have missed an event, so that later events must not be applied to them. Where it is
 * unknown which rows an event would have touched, its whole stream is blocked.
 */
export class BlockedRows {
  private readonly rows = new Set<string>();
  private readonly streams = new Set<string>();

  constructor(private readonly before?: BlockedRows) {}

  get isEmpty(): boolean {
    return this.rows.size === 0 && this.streams.size === 0 && (this.before?.isEmpty ?? true);
  }

  block(keys: readonly RowKey[], stream?: string): void {
    for (const { table, key } of keys) this.rows.add(nameOf(table, key));
    if (stream !== undefined) this.streams.add(stream);
  }

  blocks(entry: Pick<LogEntry, 'stream'>, keys: readonly RowKey[]): boolean {
    if (this.streams.has(entry.stream) || keys.some(({ table, key }) => this.rows.has(nameOf(table, key)))) return true;
    return this.before?.blocks(entry, keys) ?? false;
  }

  /** Whether all of these rows, or the whole stream, are among them. */
  covers(entry: Pick<LogEntry, 'stream'>, keys: readonly RowKey[]): boolean {
    return keys.every((key) => this.blocks(entry, [key]));
  }

  /** Takes over what a batch added, once that batch is committed. */
  absorb(added: BlockedRows): void {
    for (const row of added.rows) this.rows.add(row);
    for (const stream of added.streams) this.streams.add(stream);
  }
}

/** Table names have no spaces. */
function nameOf(table: string, key: string): string {
  return `${table} ${key}`;
}
