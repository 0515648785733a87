import { contactKindOf, type RecordedEvent } from '#kernel';

/** A contact between customer and company. */
export interface Touch {
  /** When, RFC 3339 in UTC. */
  at: string;
  eventId: string;
  /** The fact's type: what kind of contact it was. */
  type: string;
  /** The way it took: its channel, its network, site or shop for a visit, the origin for a lead; null: not said. */
  channel: string | null;
  campaign: string | null;
  /** The system that reported it. */
  source: string;
}

/** Facts that end the way to the first purchase; they are no touch themselves. */
export const PURCHASE_TYPES = ['PurchaseRecorded', 'OpportunityWon'] as const;

/** The contact that an event is, by the mark of its fact; undefined for purchases and for what is no contact. */
export function touchOf({ id, type, data, metadata }: RecordedEvent): Touch | undefined {
  if (contactKindOf(type) === undefined || isPurchase(type)) return undefined;
  const { channel, network, place, origin, campaign } = data as Record<string, unknown>;
  const way = [channel, network, type === 'VisitRecorded' ? place : undefined, origin].find(isText);
  return {
    at: metadata.occurredAt,
    eventId: id,
    type,
    channel: way ?? null,
    campaign: isText(campaign) ? campaign : null,
    source: metadata.source,
  };
}

export function isPurchase(type: string): boolean {
  return (PURCHASE_TYPES as readonly string[]).includes(type);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
