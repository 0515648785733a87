/**
 * What must be true of a stream for an append to be taken: its last event's exact revision, that it has `none`, that it
 * `exists`, or `any` (nothing is asked).
 */
export type ExpectedRevision = number | 'none' | 'exists' | 'any';

/** A stream's last revision, or `none` when it has no event. */
export type ActualRevision = number | 'none';

/** Whether the stream is as the append expects it. */
export function meets(expected: ExpectedRevision, actual: ActualRevision): boolean {
  if (expected === 'any') return true;
  if (expected === 'exists') return actual !== 'none';
  return expected === actual;
}
