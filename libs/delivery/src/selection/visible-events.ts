import type { StoredEvent } from '#event-store';

/**
 * Whether an event may leave the ledger. Everything may: there is no access control yet, and the service listens to its
 * own machine. This is the one place through which every event passes on its way out, by stream and by webhook: whoever
 * brings access control in decides here, and passes in for whom.
 */
export function mayBeSeen(_event: StoredEvent): boolean {
  return true;
}
