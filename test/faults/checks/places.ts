import type { Check } from './evidence.js';

/** Positions are 1, 2, 3 … in the whole log, revisions 0, 1, 2 … in each stream. */
export const places: Check = ({ log }) => {
  const wrong: string[] = [];
  const next = new Map<string, number>();
  log.forEach(({ position, stream, revision }, index) => {
    if (position !== BigInt(index + 1)) wrong.push(`position ${position} stands at place ${index + 1} of the log`);
    const expected = next.get(stream) ?? 0;
    if (revision !== expected) wrong.push(`${stream} has revision ${revision} where ${expected} is due`);
    next.set(stream, revision + 1);
  });
  return wrong;
};
