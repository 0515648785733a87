import type { Actor } from '#kernel';

/** A CloudEvent 1.0 in its JSON form, as far as the ledger reads it. */
export interface CloudEvent {
  specversion: '1.0';
  /** The source's own id of the fact. */
  id: string;
  /** URI reference of the producing system. */
  source: string;
  type: string;
  /** The customer as the source names it, or `customer:<uuid>`. */
  subject: string;
  /** RFC 3339; the time of receipt where it is missing. */
  time?: string;
  datacontenttype?: string;
  dataschema?: string;
  data: Record<string, unknown>;
  correlationid?: string;
  causationid?: string;
  /** `kind:id`, or in full. */
  actor?: string | Actor;
  /** Role of an actor that is a text. */
  actorrole?: string;
  schemaversion?: number | string;
  importid?: string;
}
