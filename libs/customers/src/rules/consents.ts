/** What the customer said last about one purpose, for one channel or (null) for every channel. */
export interface ConsentStatedLast {
  purpose: string;
  channel: string | null;
  state: 'given' | 'withdrawn';
  /** When he said so, RFC 3339 in UTC. */
  at: string;
}

/**
 * Whether what is allowed is allowed by this channel, by what was said last: of what he said for the channel and what he
 * said for every channel the later counts, and of two at the same time the one that forbids. `unknown` is no consent.
 */
export function consentFor(
  stated: readonly ConsentStatedLast[],
  purpose: string,
  channel: string,
): 'given' | 'withdrawn' | 'unknown' {
  return inForce(stated, purpose, channel)?.state ?? 'unknown';
}

/** The statement that holds for a purpose and channel; null as channel asks what holds for channels never named. */
export function inForce<Stated extends ConsentStatedLast>(
  stated: readonly Stated[],
  purpose: string,
  channel: string | null,
): Stated | undefined {
  return stated
    .filter((each) => each.purpose === purpose && (each.channel === null || each.channel === channel))
    .reduce<Stated | undefined>((held, each) => (held && !prevails(each, held) ? held : each), undefined);
}

/** Whether one statement prevails over another about the same: the later one, and of two at once the one that forbids. */
export function prevails(one: Pick<ConsentStatedLast, 'state' | 'at'>, other: typeof one): boolean {
  if (one.at !== other.at) return one.at > other.at;
  return one.state === 'withdrawn' && other.state === 'given';
}
