import type { Violation } from '#kernel';
import { isObject } from './known-keys.js';

/** The row at hand, and what has been found wrong with it. */
export interface RowAtHand {
  columns: Record<string, unknown>;
  number: number;
  violations: Violation[];
  /** The rows below this one: those of its group (no name), or those of a joined file that it finds (the join's name). */
  below?: (join: string | undefined) => readonly RowAtHand[];
}

/** Reads one column; of a JSON row, `a.b` is the field b of the object a. */
export type ColumnReader = (columns: Record<string, unknown>) => unknown;

export function columnReader(name: string, nested: boolean): ColumnReader {
  if (!nested || !name.includes('.')) return (columns) => columns[name];
  const parts = name.split('.');
  return (columns) => {
    let at: unknown = columns;
    for (const part of parts) at = isObject(at) ? at[part] : undefined;
    return at;
  };
}

/** Whether a column says nothing: not there, null, or only blanks. */
export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/** A plain value as text, without blanks around it; empty for a list or an object. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
