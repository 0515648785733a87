import { isInstant, type Violation } from '#kernel';
import { checkText } from './text-attribute.js';

/**
 * What a ledger says of its own record of an event that it gives out: the event's id there, when it took it in, and its
 * places in stream and log. Another ledger takes the event in, but not these: it has its own.
 */
export const LEDGER_ATTRIBUTES = ['eventid', 'recordedtime', 'streamrevision', 'position'] as const;

/** Adds to `violations` what is wrong with those of them that are there. */
export function checkLedgerAttributes(event: Record<string, unknown>, violations: Violation[]): void {
  const { eventid, recordedtime, streamrevision, position } = event;
  if (eventid !== undefined) checkText('eventid', eventid, violations);
  if (position !== undefined) checkText('position', position, violations);
  if (recordedtime !== undefined && checkText('recordedtime', recordedtime, violations) && !isInstant(recordedtime)) {
    violations.push({ field: 'recordedtime', rule: 'format', message: 'must be an existing date-time (RFC 3339)' });
  }
  if (streamrevision !== undefined && !(Number.isInteger(streamrevision) && (streamrevision as number) >= 0)) {
    violations.push({ field: 'streamrevision', rule: 'type', message: 'must be a whole number from 0' });
  }
}
