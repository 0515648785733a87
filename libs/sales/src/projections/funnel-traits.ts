import type { RecordedEvent } from '#kernel';
import type { LeadCaptured } from '../events/lead-captured.js';
import { firstTouches, type FunnelTouches, touchChanges } from './funnel-touches.js';

/** What customers are told apart by in reports on the funnel, and what is known of each kind of fact. */
export interface FunnelTraits extends FunnelTouches {
  /** When the first event happened, and the system that reported it. */
  first_at: string;
  first_source: string;
  /** Where the first lead came from; null when there was no lead, or it did not say. */
  origin: string | null;
  /** Who looks after the customer, since when. */
  owner: string | null;
  owner_at: string | null;
  /** What is known by kind: the latest value, and when that was so; no value where it is too long for a segment. */
  facts: Record<string, { value?: string; at: string }> | null;
  /** When each type of fact happened first: milliseconds since 1970. */
  first_of: Record<string, number>;
}

/** Longer values are no segment. */
export const MAX_SEGMENT_LENGTH = 200;

/** What is read here of the facts of customers. */
interface SaysOwner {
  owner: string;
}
interface SaysFact {
  kind: string;
  value: string;
}

/** What is known of a customer by his first event. */
export function firstTraits(event: RecordedEvent): FunnelTraits {
  const { occurredAt, source } = event.metadata;
  const nothing: FunnelTraits = {
    first_at: occurredAt,
    first_source: source,
    origin: null,
    owner: null,
    owner_at: null,
    facts: null,
    first_of: {},
    ...firstTouches(),
  };
  return { ...nothing, ...traitChanges(nothing, event) };
}

/** What one more event changes. Times decide, not the order of recording. */
export function traitChanges(traits: FunnelTraits, event: RecordedEvent): Partial<FunnelTraits> {
  const { type, metadata } = event;
  const { occurredAt, source } = metadata;
  const changes: Partial<FunnelTraits> = saidBy(traits, event);
  Object.assign(changes, touchChanges(traits, traits.first_of, event));
  const ms = Date.parse(occurredAt);
  if (ms < (traits.first_of[type] ?? Infinity)) changes.first_of = { ...traits.first_of, [type]: ms };
  if (occurredAt < traits.first_at) Object.assign(changes, { first_at: occurredAt, first_source: source });
  return changes;
}

function saidBy(traits: FunnelTraits, { type, data, metadata }: RecordedEvent): Partial<FunnelTraits> {
  const at = metadata.occurredAt;
  switch (type) {
    case 'LeadCaptured':
      return Date.parse(at) < (traits.first_of[type] ?? Infinity)
        ? { origin: (data as LeadCaptured).origin ?? null }
        : {};
    case 'OwnerAssigned':
      return at >= (traits.owner_at ?? '') ? { owner: (data as SaysOwner).owner, owner_at: at } : {};
    case 'FactRecorded':
      return factsWith(traits, data as SaysFact, at);
    default:
      return {};
  }
}

function factsWith({ facts }: FunnelTraits, { kind, value }: SaysFact, at: string): Partial<FunnelTraits> {
  const known = facts && Object.hasOwn(facts, kind) ? facts[kind] : undefined;
  if (known && known.at > at) return {};
  return { facts: { ...facts, [kind]: value.length > MAX_SEGMENT_LENGTH ? { at } : { value, at } } };
}
