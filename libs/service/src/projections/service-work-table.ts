import { customerOfStream, projectedTable, type RecordedEvent } from '#kernel';
import type { ServicePerformed, ServiceRequestResolved } from '../events/index.js';

/** One piece of service work with what it cost and what it brings. Money in minor units. */
export interface ServiceWorkRow {
  /** Id of the event. */
  service_work: string;
  first_position: number;
  customer_id: string;
  request_id: string | null;
  source: string;
  occurred_at: string;
  /** free, paid, or of a resolution that says so, hybrid. */
  billing: string | null;
  plan: string | null;
  service: string | null;
  done_by: string | null;
  product: string | null;
  store: string | null;
  cost_amount: number | null;
  cost_currency: string | null;
  /** What the customer pays; of free work nothing. */
  price_amount: number | null;
  price_currency: string | null;
}

export const serviceWorkTable = projectedTable<ServiceWorkRow>({
  name: 'service_work',
  columns: {
    service_work: 'uuid',
    first_position: 'bigint',
    customer_id: 'uuid',
    request_id: 'text',
    source: 'text',
    occurred_at: 'timestamptz',
    billing: 'text',
    plan: 'text',
    service: 'text',
    done_by: 'text',
    product: 'text',
    store: 'text',
    cost_amount: 'bigint',
    cost_currency: 'text',
    price_amount: 'bigint',
    price_currency: 'text',
  },
  key: 'service_work',
  indexes: ['(first_position)', '(customer_id)', '(occurred_at)'],
  keysOf: (event) => (customerOfStream(event.stream) !== undefined && isWork(event) ? [event.id] : []),
  evolve: (_, event) => ({ ...whatWasDone(event), ...whatItCost(event) }),
});

type Work = Partial<ServicePerformed> & Partial<ServiceRequestResolved>;

/** A resolution is work too when it says what it cost or brings. */
function isWork({ type, data }: RecordedEvent): boolean {
  if (type === 'ServicePerformed') return true;
  const { cost, price } = data as Work;
  return type === 'ServiceRequestResolved' && (cost !== undefined || price !== undefined);
}

function whatWasDone({ id, stream, position, data, metadata }: RecordedEvent) {
  const { requestId, billing, plan, service, by, product, store } = data as Work;
  return {
    service_work: id,
    first_position: Number(position),
    customer_id: customerOfStream(stream)!,
    request_id: requestId ?? null,
    source: metadata.source,
    occurred_at: metadata.occurredAt,
    billing: billing ?? null,
    plan: plan ?? null,
    service: service ?? null,
    done_by: by ?? null,
    product: product ?? null,
    store: store ?? null,
  } satisfies Partial<ServiceWorkRow>;
}

function whatItCost({ data }: RecordedEvent) {
  const { billing, cost, price } = data as Work;
  const paid = billing === 'free' ? undefined : price;
  return {
    cost_amount: cost?.amount ?? null,
    cost_currency: cost?.currency ?? null,
    price_amount: paid?.amount ?? null,
    price_currency: paid?.currency ?? null,
  } satisfies Partial<ServiceWorkRow>;
}
