/** A row's cell as text; undefined where the row or the column is not there, or it holds nothing. */
export function cell(row: Readonly<Record<string, unknown>> | null, column: string): string | undefined {
  const value = row?.[column];
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
}

/** A whole number out of a cell, however large. */
export function wholeCell(row: Readonly<Record<string, unknown>> | null, column: string): bigint | undefined {
  const text = cell(row, column);
  return text === undefined ? undefined : BigInt(text);
}
