import { type ContactPointState, type KnownContactPoint, stateOf } from '../projections/known-contact-points.js';

/** A contact point with its state, the event that added it, and what was done about it last. */
export interface ContactPointView {
  kind: string;
  value: string;
  label?: string;
  state: ContactPointState;
  eventId: string;
  /** When it became known, RFC 3339 in UTC. */
  addedAt: string;
  verified?: { at: string; how?: string; eventId: string };
  retired?: { at: string; reason?: string; eventId: string };
}

/** A verification before the last retirement, or a retirement that was taken back, is no longer told. */
export function contactPointViewOf(known: KnownContactPoint): ContactPointView {
  const { kind, value, label, eventId, addedAt, verified, retired } = known;
  const state = stateOf(known);
  return {
    kind,
    value,
    ...(label === undefined ? {} : { label }),
    state,
    eventId,
    addedAt,
    ...(state === 'verified' ? { verified: toldOf(verified!, 'how', verified!.how) } : {}),
    ...(state === 'retired' ? { retired: toldOf(retired!, 'reason', retired!.reason) } : {}),
  };
}

function toldOf<Name extends string>(
  { occurredAt, eventId }: { occurredAt: string; eventId: string },
  name: Name,
  words: string | undefined,
): { at: string; eventId: string } & { [K in Name]?: string } {
  const told = { at: occurredAt, eventId };
  return words === undefined ? told : { ...told, [name]: words };
}
