import type { RecordedEvent } from '#kernel';
import type { ContactPoint, ContactPointOf, ContactPointRetired, ContactPointVerified } from '../events/index.js';
import { contactPointKey } from '../rules/contact-point-key.js';
import { isLater, type Provenance, provenanceOf, supersedes } from './provenance.js';

/** A contact point with the event that added it, and what became of it. */
export interface KnownContactPoint extends ContactPoint {
  eventId: string;
  /** When it became known, RFC 3339 in UTC. */
  addedAt: string;
  /** The last time that it was added once more, which takes it back into use. */
  addedAgain?: Pick<Provenance, 'occurredAt' | 'position'>;
  verified?: Provenance & { how?: string };
  retired?: Provenance & { reason?: string };
}

export type ContactPointState = 'added' | 'verified' | 'retired';

/** Retired by its last retirement, unless it was added after that; verified, unless it was retired since. */
export function stateOf({ addedAgain, verified, retired }: KnownContactPoint): ContactPointState {
  if (retired && !(addedAgain && isLater(addedAgain, retired))) return 'retired';
  return verified && !(retired && isLater(retired, verified)) ? 'verified' : 'added';
}

/** With these added. A contact point that is known already keeps the event that added it first. */
export function withAdded(
  known: KnownContactPoint[],
  points: readonly ContactPoint[],
  event: RecordedEvent,
): KnownContactPoint[] {
  let all = known;
  for (const point of points) {
    const place = placeOf(all, point);
    const before = all[place];
    all = before ? all.with(place, addedOnceMore(before, event)) : [...all, addedBy(point, event)];
  }
  return all;
}

export function withVerification(known: KnownContactPoint[], event: RecordedEvent): KnownContactPoint[] {
  const { how, ...point } = event.data as ContactPointVerified;
  return changed(known, point, (before) =>
    supersedes(event, before.verified)
      ? { ...before, verified: { ...provenanceOf(event), ...(how === undefined ? {} : { how }) } }
      : before,
  );
}

export function withRetirement(known: KnownContactPoint[], event: RecordedEvent): KnownContactPoint[] {
  const { reason, ...point } = event.data as ContactPointRetired;
  return changed(known, point, (before) =>
    supersedes(event, before.retired)
      ? { ...before, retired: { ...provenanceOf(event), ...(reason === undefined ? {} : { reason }) } }
      : before,
  );
}

/** A contact point that is not known stays unknown: at an earlier time than its own, it was not there yet. */
function changed(
  known: KnownContactPoint[],
  point: ContactPointOf,
  change: (before: KnownContactPoint) => KnownContactPoint,
): KnownContactPoint[] {
  const place = placeOf(known, point);
  return place < 0 ? known : known.with(place, change(known[place]!));
}

function placeOf(known: readonly KnownContactPoint[], point: ContactPointOf): number {
  const key = contactPointKey(point);
  return known.findIndex((each) => contactPointKey(each) === key);
}

function addedBy({ kind, value, label }: ContactPoint, event: RecordedEvent): KnownContactPoint {
  const added: KnownContactPoint = { kind, value, eventId: event.id, addedAt: event.metadata.occurredAt };
  return label === undefined ? added : { ...added, label };
}

function addedOnceMore(before: KnownContactPoint, event: RecordedEvent): KnownContactPoint {
  const { occurredAt, position } = provenanceOf(event);
  const last = before.addedAgain;
  return last && isLater(last, { occurredAt, position }) ? before : { ...before, addedAgain: { occurredAt, position } };
}
