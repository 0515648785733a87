import { ValidationFailed } from '#kernel';

/** Where a list of parked events goes on: behind this one. They are in the order of projection and position. */
export interface ParkedPlace {
  projection: string;
  position: string;
}

const POSITION = /^\d{1,19}$/;

/** The place as an opaque text. */
export function cursorBehind({ projection, position }: ParkedPlace): string {
  return Buffer.from(`${position} ${projection}`, 'utf8').toString('base64url');
}

/** The place that a cursor of ours says. Throws ValidationFailed for a text that is none. */
export function placeOfCursor(cursor: string): ParkedPlace {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const at = text.indexOf(' ');
  const [position, projection] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
  if (POSITION.test(position) && isPosition(position) && !projection.includes('\0')) return { projection, position };
  throw new ValidationFailed([{ field: 'cursor', rule: 'format', message: 'is not a cursor that this list gave' }]);
}

/** PostgreSQL's largest whole number. */
const LAST_POSITION = 2n ** 63n - 1n;

/** Whether the text can be a place in the log. */
export function isPosition(text: string): boolean {
  return POSITION.test(text) && BigInt(text) <= LAST_POSITION;
}
