import { type EventCodec, type EventStore, isLostConnection } from '#event-store';
import { type FactCatalogue, Unavailable } from '#kernel';
import { outgoingCloudEvent } from '../../cloud-events/outgoing-cloud-event.js';
import { signedHeaders } from '../signing/signed-headers.js';
import type { PendingDelivery } from '../queue/pending-delivery.js';

export const BODY_TYPE = 'application/cloudevents+json';

export interface OutgoingRequest {
  headers: Record<string, string>;
  body: string;
}

/** Where events are read from, and how they become CloudEvents. */
export interface EventSource {
  store: EventStore;
  codec: EventCodec;
  catalogue: FactCatalogue;
}

/**
 * The request that delivers an event, signed for now; or why there is none. Throws when the log cannot be reached.
 */
export async function outgoingRequest(
  delivery: PendingDelivery,
  secrets: readonly string[],
  { store, codec, catalogue }: EventSource,
): Promise<OutgoingRequest | { unreadable: string }> {
  try {
    const { stream, revision, eventId } = delivery;
    for await (const [event] of store.readStream(stream, { from: revision, limit: 1 })) {
      if (event?.id !== eventId) break;
      const body = JSON.stringify(outgoingCloudEvent(codec.decode(event), catalogue));
      const signed = signedHeaders(eventId, new Date(), body, secrets);
      return { headers: { 'content-type': BODY_TYPE, 'user-agent': 'Rapport', ...signed }, body };
    }
    return { unreadable: `the log has no event ${eventId} at revision ${revision} of ${stream}` };
  } catch (error) {
    if (error instanceof Unavailable || isLostConnection(error)) throw error;
    return { unreadable: `the event cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}
