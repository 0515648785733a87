/** A sum of minor units as PostgreSQL writes it; null where a number could not tell it exactly. */
export function minorUnitsFrom(text: string): number | null {
  const sum = Number(text);
  return Number.isSafeInteger(sum) ? sum : null;
}
