import type { PurchaseRecorded } from './events/index.js';

/** The name by which returns mean a purchase: its own purchaseId, or its event's id when it has none. */
export function purchaseReference(eventId: string, { purchaseId }: Pick<PurchaseRecorded, 'purchaseId'>): string {
  return purchaseId ?? eventId;
}
