import { ValidationFailed } from '#kernel';

/** A place in a list as an opaque text. */
export function encodeCursor(place: Record<string, string | number>): string {
  return Buffer.from(JSON.stringify(place), 'utf8').toString('base64url');
}

/** The place that a cursor of ours says. Throws ValidationFailed for a text that is none. */
export function decodeCursor<Names extends string>(
  cursor: string,
  names: readonly Names[],
): Record<Names, string | number> {
  const place = parse(cursor);
  if (
    typeof place === 'object' &&
    place !== null &&
    names.every((name) => isPlace((place as Record<string, unknown>)[name]))
  ) {
    return place as Record<Names, string | number>;
  }
  throw new ValidationFailed([{ field: 'cursor', rule: 'format', message: 'is not a cursor that this list gave' }]);
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function isPlace(value: unknown): boolean {
  return typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));
}
