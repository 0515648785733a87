/**
 * How many of `pieces` the member may have so that all together have them all and none has two more than another: the
 * first ones in the common order have one more where it does not come out even.
 */
export function quotaOf(member: string, members: readonly string[], pieces: number): number {
  const rank = members.indexOf(member);
  if (rank < 0) return 0;
  return Math.floor(pieces / members.length) + (rank < pieces % members.length ? 1 : 0);
}
