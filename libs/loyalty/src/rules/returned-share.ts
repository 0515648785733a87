/**
 * Points to take back when `returned` of the `paid` minor units were paid back in all: the same share of the points,
 * fractions dropped in the customer's favour, and every point when everything came back. It is computed from the sum
 * of all returns, so that many small ones take back as much as one large.
 */
export function reversedPoints(points: number, paid: number, returned: number): number {
  if (paid === 0 || returned === 0) return 0;
  if (returned >= paid) return points;
  return Number((BigInt(points) * BigInt(returned)) / BigInt(paid));
}
