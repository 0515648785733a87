/** A figure as JSON can say it. Throws for one that would have to be rounded. */
export function exactNumber(figure: bigint): number {
  const number = Number(figure);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${figure} is too large to be said exactly`);
  return number;
}

/** The same of every big figure of an object. */
export function exactNumbers<T extends object>(
  figures: T,
): { [Name in keyof T]: T[Name] extends bigint ? number : T[Name] } {
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, typeof value === 'bigint' ? exactNumber(value) : value]),
  ) as { [Name in keyof T]: T[Name] extends bigint ? number : T[Name] };
}
