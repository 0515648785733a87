/** A sum of minor units as PostgreSQL writes it. Throws RangeError where a number could not tell it exactly. */
export function minorUnitsFrom(text: string): number {
  const sum = Number(text);
  if (!Number.isSafeInteger(sum)) throw new RangeError('the sum is too large to be told exactly');
  return sum;
}
