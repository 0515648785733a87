/** Rounded to two decimals, halves away from zero. */
export function twoDecimals(value: number): number {
  return (Math.sign(value) * Math.round(Math.abs(value) * 100)) / 100;
}

/** `part` of `whole` in per cent with two decimals; null where there is nothing to be a part of. */
export function percentOf(part: number, whole: number): number | null {
  return whole === 0 ? null : twoDecimals((part / whole) * 100);
}
