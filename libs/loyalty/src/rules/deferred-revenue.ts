/**
 * Revenue of a sale that earns points is split between the goods and the points, by what each is worth on its own; the
 * points' share is a liability until they are used (IFRS 15 B39-B43, ASC 606-10-55-41 to 45). Money in minor units, all
 * exact: whole numbers, rounded once and to the nearest, a half up.
 */
export interface SaleWithPoints {
  /** What was paid. */
  price: bigint;
  /** What the goods are worth when they are sold alone; most often the price. */
  goodsValue: bigint;
  points: bigint;
  /** `value` minor units for `valuePoints` points. */
  value: bigint;
  valuePoints: bigint;
  /** Share of the points that is expected to be used, in thousandths. */
  expectedRedemptionPerMille: bigint;
  /**
   * Where shares are stated in whole parts, say 1000 for tenths of a per cent: the goods' share is rounded down to them.
   * Without it shares are exact.
   */
  shareParts?: bigint;
}

/** Revenue of the sale, and what waits until the points are used. Both together are the price. */
export interface DeferredRevenue {
  revenue: bigint;
  deferred: bigint;
}

export function deferredRevenue(sale: SaleWithPoints): DeferredRevenue {
  const { price, goodsValue, points, value, valuePoints, expectedRedemptionPerMille, shareParts } = sale;
  const scale = valuePoints * 1_000n;
  const goods = goodsValue * scale;
  const whole = goods + points * value * expectedRedemptionPerMille;
  if (whole === 0n) return { revenue: price, deferred: 0n };
  const revenue =
    shareParts === undefined
      ? nearest(price * goods, whole)
      : nearest(price * ((goods * shareParts) / whole), shareParts);
  return { revenue, deferred: price - revenue };
}

/** How much of deferred revenue is recognised once `used` points have been used of the `outOf` that it is spread over. */
export interface Recognition {
  deferred: bigint;
  /** Points used by now, all uses together. */
  used: bigint;
  /**
   * The points over which it is spread. Under the standards' breakage model: those that are expected to be used, so that
   * all is recognised when they have been. Some spread it over all points, and recognise the rest when those expire.
   */
  outOf: bigint;
}

/** What has been recognised by now; what a further use adds is the difference, so that parts add up to the whole. */
export function recognisedRevenue({ deferred, used, outOf }: Recognition): bigint {
  return used >= outOf ? deferred : nearest(deferred * used, outOf);
}

function nearest(numerator: bigint, denominator: bigint): bigint {
  return (2n * numerator + denominator) / (2n * denominator);
}
