import { ValidationFailed } from '#kernel';

const HIGHEST = 2n ** 63n - 1n;

/** The position that a text of the ledger's says. Throws ValidationFailed that names the field. */
export function positionOf(text: string, field: string): bigint {
  const position = /^\d{1,19}$/.test(text) ? BigInt(text) : undefined;
  if (position !== undefined && position <= HIGHEST) return position;
  throw new ValidationFailed([
    { field, rule: 'format', message: 'must be a position of the log, as the ledger gave it' },
  ]);
}

/** Refuses a position that the log has not come to: it must be another log's. Throws ValidationFailed. */
export function refuseAhead(position: bigint, head: bigint, field: string): void {
  if (position <= head) return;
  const message = `lies ahead of the log, whose last position is ${head}; was it given by another ledger?`;
  throw new ValidationFailed([{ field, rule: 'maximum', message }]);
}
