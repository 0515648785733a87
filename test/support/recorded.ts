import { type ClassOf, customerStream, eventIdOf, type RecordedEvent } from '#kernel';

export const CUSTOMER = '11111111-1111-5111-8111-111111111111';

export interface RecordedOptions {
  /** Place in the log; it also makes the event's id, so each event of a history has its own. */
  position: number;
  occurredAt?: string;
  recordedAt?: string;
  customerId?: string;
  source?: string;
}

/** An event as a fold gets it from the log. */
export function recorded<Body extends object>(
  type: ClassOf<Body>,
  data: Body,
  options: RecordedOptions,
): RecordedEvent {
  const source = options.source ?? 'urn:spec';
  const sourceId = String(options.position);
  return {
    id: eventIdOf(source, sourceId),
    type: type.name,
    data,
    stream: customerStream(options.customerId ?? CUSTOMER),
    revision: options.position - 1,
    position: BigInt(options.position),
    metadata: {
      source,
      sourceId,
      occurredAt: options.occurredAt ?? '2026-03-01T12:00:00.000Z',
      recordedAt: options.recordedAt ?? '2026-03-02T12:00:00.000Z',
      schemaVersion: 1,
    },
  };
}
