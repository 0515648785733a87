import { customerOfStream, projectedTable, type RecordedEvent, toUtc } from '#kernel';
import type {
  ServiceRequestFact,
  ServiceRequestHandedOver,
  ServiceRequestOpened,
  ServiceRequestResolved,
} from '../events/index.js';

export const REQUEST_STATES = ['open', 'resolved', 'closed'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** One service request of one customer. */
export interface ServiceRequestRow {
  /** `<customer>:<requestId>` */
  request_key: string;
  first_position: number;
  customer_id: string;
  request_id: string;
  source: string;
  /** By order of recording, as the decisions about requests go. */
  state: RequestState;
  category: string | null;
  channel: string | null;
  severity: string | null;
  store: string | null;
  product: string | null;
  /** Who looks after it: as opened, or as handed over last. */
  owner: string | null;
  billing: string | null;
  purchase_id: string | null;
  opened_at: string | null;
  /** By when a first reaction, and a solution, were promised. */
  react_by: string | null;
  resolve_by: string | null;
  /** The earliest reaction; a resolution is one too. */
  first_reaction_at: string | null;
  reactions: number;
  /** null again when it is reopened. */
  resolved_at: string | null;
  closed_at: string | null;
  reopenings: number;
  /** When the hand-over happened that holds now. */
  owner_since: string | null;
}

type Change = (row: ServiceRequestRow, event: RecordedEvent) => Partial<ServiceRequestRow>;

const CHANGES: Readonly<Record<string, Change>> = {
  ServiceRequestOpened: opened,
  ServiceReactionRecorded: (row, { metadata }) => ({
    first_reaction_at: earlier(row.first_reaction_at, metadata.occurredAt),
    reactions: row.reactions + 1,
  }),
  ServiceRequestHandedOver: (row, { data, metadata }) => {
    const newest = row.owner_since === null || metadata.occurredAt >= row.owner_since;
    return newest ? { owner: (data as ServiceRequestHandedOver).to, owner_since: metadata.occurredAt } : {};
  },
  ServiceRequestResolved: (row, { data, metadata }) => ({
    state: 'resolved',
    resolved_at: metadata.occurredAt,
    first_reaction_at: earlier(row.first_reaction_at, metadata.occurredAt),
    billing: (data as ServiceRequestResolved).billing ?? row.billing,
  }),
  ServiceRequestReopened: (row) => ({
    state: 'open',
    resolved_at: null,
    closed_at: null,
    reopenings: row.reopenings + 1,
  }),
  ServiceRequestClosed: (_, { metadata }) => ({ state: 'closed', closed_at: metadata.occurredAt }),
};

export const serviceRequestTable = projectedTable<ServiceRequestRow>({
  name: 'service_request',
  columns: {
    request_key: 'text',
    first_position: 'bigint',
    customer_id: 'uuid',
    request_id: 'text',
    source: 'text',
    state: 'text',
    category: 'text',
    channel: 'text',
    severity: 'text',
    store: 'text',
    product: 'text',
    owner: 'text',
    billing: 'text',
    purchase_id: 'text',
    opened_at: 'timestamptz',
    react_by: 'timestamptz',
    resolve_by: 'timestamptz',
    first_reaction_at: 'timestamptz',
    reactions: 'integer',
    resolved_at: 'timestamptz',
    closed_at: 'timestamptz',
    reopenings: 'integer',
    owner_since: 'timestamptz',
  },
  key: 'request_key',
  indexes: ['(first_position)', '(customer_id)', '(state, opened_at)', '(owner)'],

  keysOf(event) {
    const customerId = customerOfStream(event.stream);
    if (customerId === undefined || !(event.type in CHANGES)) return [];
    return [`${customerId}:${(event.data as ServiceRequestFact).requestId}`];
  },

  evolve(row, event, key) {
    const before = row ?? newRequest(key, event);
    const { category, channel } = event.data as ServiceRequestFact;
    // What a later fact says of category and way stands only where the request did not say it.
    const said = { ...before, category: before.category ?? category ?? null };
    if (event.type === 'ServiceRequestOpened') said.channel = channel ?? null;
    return { ...said, ...CHANGES[event.type]!(said, event) };
  },
});

function opened(row: ServiceRequestRow, { data, metadata }: RecordedEvent): Partial<ServiceRequestRow> {
  const request = data as ServiceRequestOpened;
  return {
    category: request.category ?? row.category,
    severity: request.severity ?? null,
    store: request.store ?? null,
    product: request.product ?? null,
    owner: row.owner ?? request.owner ?? null,
    billing: row.billing ?? request.billing ?? null,
    purchase_id: request.purchaseId ?? null,
    opened_at: metadata.occurredAt,
    react_by: instantOrNull(request.reactBy),
    resolve_by: instantOrNull(request.resolveBy),
  };
}

function instantOrNull(instant: string | undefined): string | null {
  return instant === undefined ? null : toUtc(instant);
}

function earlier(known: string | null, at: string): string {
  return known === null || at < known ? at : known;
}

function newRequest(key: string, { stream, position, data, metadata }: RecordedEvent): ServiceRequestRow {
  return {
    request_key: key,
    first_position: Number(position),
    customer_id: customerOfStream(stream)!,
    request_id: (data as ServiceRequestFact).requestId,
    source: metadata.source,
    state: 'open',
    category: null,
    channel: null,
    severity: null,
    store: null,
    product: null,
    owner: null,
    billing: null,
    purchase_id: null,
    opened_at: null,
    react_by: null,
    resolve_by: null,
    first_reaction_at: null,
    reactions: 0,
    resolved_at: null,
    closed_at: null,
    reopenings: 0,
    owner_since: null,
  };
}
