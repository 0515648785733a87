/** Currencies whose minor unit is not a hundredth, by ISO 4217: number of digits after the point. */
const DIGITS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0]),
  ),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3])),
  CLF: 4,
  UYW: 4,
};

/** Minor units in one whole unit: 100 cents in a dollar, 1 in a yen, 1000 fils in a dinar. */
export function minorUnitsInOne(currency: string): number {
  return 10 ** (DIGITS[currency] ?? 2);
}
