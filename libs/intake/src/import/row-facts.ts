import { ValidationFailed } from '#kernel';
import type { CloudEventReader } from '../cloud-events/cloud-event-reader.js';
import type { Joined } from '../mappings/joined-rows.js';
import type { Mapping } from '../mappings/mapping.js';
import type { FactToRecord } from '../recording/fact-to-record.js';
import type { Row } from '../rows/row.js';
import type { Reject } from './reject.js';

/** What a row reports, or why nothing of it can be taken. */
export type RowReading = { events: unknown[]; facts: FactToRecord[] } | Pick<Reject, 'reasons' | 'event'>;

export interface RowFactsOptions {
  mapping: Mapping;
  joined: Joined;
  reader: CloudEventReader;
  /** Source of the events that name none. */
  source: string | undefined;
  importId: string;
}

/** Makes facts of rows. A row counts as a whole: one event of it that is not in order rejects them all. */
export class RowFacts {
  constructor(private readonly options: RowFactsOptions) {}

  read(row: Row): RowReading {
    if (row.violation) return { reasons: [row.violation] };
    const { mapping, joined, reader, importId } = this.options;
    let event: unknown;
    try {
      const made = mapping.eventsOf(row.value, row.number, joined);
      const events = (made === null || made === undefined ? [] : Array.isArray(made) ? made : [made]) as unknown[];
      const facts: FactToRecord[] = [];
      for (const each of events) {
        event = each;
        this.nameSource(event);
        const fact = reader.read(event);
        fact.importId ??= importId;
        facts.push(fact);
      }
      return { events, facts };
    } catch (error) {
      if (!(error instanceof ValidationFailed)) throw error;
      return { reasons: error.violations, ...named(event) };
    }
  }

  private nameSource(event: unknown): void {
    const { source } = this.options;
    if (source === undefined || typeof event !== 'object' || event === null || Array.isArray(event)) return;
    const own = event as { source?: unknown };
    own.source ??= source;
  }
}

function named(event: unknown): Pick<Reject, 'event'> {
  if (typeof event !== 'object' || event === null) return {};
  const { type, id } = event as { type?: unknown; id?: unknown };
  return typeof type === 'string' && typeof id === 'string' ? { event: { type, id } } : {};
}
