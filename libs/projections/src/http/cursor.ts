import { ValidationFailed } from '#kernel';

/** A place in a list as an opaque text: whole numbers by name. */
export function encodeCursor(place: Record<string, number>): string {
  return Buffer.from(JSON.stringify(place), 'utf8').toString('base64url');
}

/** The place that a cursor of ours says. Throws ValidationFailed for a text that is none. */
export function decodeCursor<Names extends string>(cursor: string, names: readonly Names[]): Record<Names, number> {
  const place = parse(cursor);
  if (typeof place === 'object' && place !== null && names.every((name) => isPlace(place[name as keyof object]))) {
    return place as Record<Names, number>;
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
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
