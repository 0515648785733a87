import type { RecordedEvent } from '#kernel';
import type { ConsentGiven, ConsentWithdrawn } from '../events/index.js';
import { type ConsentStatedLast, prevails } from '../rules/consents.js';
import { type Provenance, provenanceOf, supersedes } from './provenance.js';
import { withItem } from './sorted-list.js';

/** What the customer said last about one purpose and channel, how, and which event says so. */
export interface KnownConsent extends ConsentStatedLast {
  how?: string;
  wording?: string;
  provenance: Provenance;
}

export function withConsent(known: KnownConsent[], event: RecordedEvent): KnownConsent[] {
  const { purpose, channel = null, how, wording } = event.data as Partial<ConsentGiven & ConsentWithdrawn>;
  const said: KnownConsent = {
    purpose: purpose!,
    channel,
    state: event.type === 'ConsentGiven' ? 'given' : 'withdrawn',
    at: event.metadata.occurredAt,
    ...(how === undefined ? {} : { how }),
    ...(wording === undefined ? {} : { wording }),
    provenance: provenanceOf(event),
  };
  const before = known.find((each) => keyOf(each) === keyOf(said));
  if (before && !holdsOver(said, before, event)) return known;
  return withItem(known, said, keyOf);
}

function holdsOver(said: KnownConsent, before: KnownConsent, event: RecordedEvent): boolean {
  return said.state === before.state ? supersedes(event, before.provenance) : prevails(said, before);
}

function keyOf({ purpose, channel }: KnownConsent): string {
  return JSON.stringify([purpose, channel ?? '']);
}
