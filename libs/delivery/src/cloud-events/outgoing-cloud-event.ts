import { type Actor, type FactCatalogue, type RecordedEvent, customerOfStream } from '#kernel';

/**
 * An event on its way out: a CloudEvent 1.0 in its JSON form that another ledger can take in as it is. Names of
 * attributes are those that CloudEvents allows: lower-case letters and digits.
 */
export interface OutgoingCloudEvent {
  specversion: '1.0';
  /** The producer's own id of the fact; with `source` it says which fact this is, wherever it comes from. */
  id: string;
  source: string;
  type: string;
  /** `customer:<uuid>`; for what is not a customer's, as the producer named it, if at all. */
  subject?: string;
  /** When it happened, RFC 3339 in UTC. */
  time: string;
  datacontenttype: 'application/json';
  /** The body in the current version of its type. */
  data: object;
  correlationid?: string;
  /** Id of the event or message that it follows from. */
  causationid?: string;
  /** `kind:id`. */
  actor?: string;
  actorrole?: string;
  schemaversion: string;
  importid?: string;
  /** The ledger's own id of the event. */
  eventid: string;
  /** When the ledger took it in, RFC 3339 in UTC. */
  recordedtime: string;
  streamrevision: number;
  position: string;
}

/** The event as it is told to others. */
export function outgoingCloudEvent(event: RecordedEvent, catalogue: FactCatalogue): OutgoingCloudEvent {
  const { id, type, stream, revision, position, data, metadata } = event;
  const customerId = customerOfStream(stream);
  const subject = customerId === undefined ? metadata.subject : `customer:${customerId}`;
  return {
    specversion: '1.0',
    id: metadata.sourceId,
    source: metadata.source,
    type,
    ...(subject === undefined ? {} : { subject }),
    time: metadata.occurredAt,
    datacontenttype: 'application/json',
    data,
    ...(metadata.correlationId === undefined ? {} : { correlationid: metadata.correlationId }),
    ...(metadata.causationId === undefined ? {} : { causationid: metadata.causationId }),
    ...(metadata.actor === undefined ? {} : actorAttributes(metadata.actor)),
    // Bodies of old versions were made new ones when they were read.
    schemaversion: String(catalogue.find(type)?.version ?? metadata.schemaVersion),
    ...(metadata.importId === undefined ? {} : { importid: metadata.importId }),
    eventid: id,
    recordedtime: metadata.recordedAt,
    streamrevision: revision,
    position: String(position),
  };
}

function actorAttributes({ id, kind, role }: Actor): { actor: string; actorrole?: string } {
  return { actor: `${kind}:${id}`, ...(role === undefined ? {} : { actorrole: role }) };
}
