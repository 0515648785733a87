import type { BenchOptions } from './bench-options.js';
import { registerCustomers } from './support/customers.js';
import { JsonClient } from './support/json-client.js';
import { monotonicMs } from './support/monotonic-ms.js';
import { quantilesOf } from './support/quantiles.js';
import { type AppliedAt, ServiceProcess } from './support/service-process.js';
import { offerSteadily } from './support/steady-offer.js';

const EVENTS_PER_SECOND = 500;
const WARM_UP_SECONDS = 5;
const SECONDS = 20;
const CUSTOMERS = 3_000;
/** One in so many is also read back over HTTP. */
const READ_BACK_EVERY = 20;

interface Acknowledged {
  position: bigint;
  atMs: number;
}

interface Measured {
  acknowledged: Acknowledged[];
  answerMs: number[];
  readBackMs: number[];
}

/**
 * From the acknowledged append to visible in the read models, while requests come in steadily over HTTP, an open loop.
 * Two figures. `visible`: for every request, from the moment its answer has been read to the commit of the rows of all
 * projections at its position, both by the machine's monotonic clock; from that commit on every reader's SELECT sees
 * them. Nothing asks meanwhile. `readBack`: for one request in twenty, until a read with `minPosition` over a further
 * connection has been answered, that read included.
 */
export async function lag(databaseUrl: string, { seconds = SECONDS }: BenchOptions) {
  const service = await ServiceProcess.start(databaseUrl, { projecting: true });
  const client = new JsonClient(service.url);
  try {
    const customers = await registerCustomers(service.url, CUSTOMERS);
    await offerSteadily(EVENTS_PER_SECOND, WARM_UP_SECONDS, (number) => send(client, customers, number).then(noop));
    await service.applied();

    const measured: Measured = { acknowledged: [], answerMs: [], readBackMs: [] };
    const { offered, latestMs } = await offerSteadily(EVENTS_PER_SECOND, seconds, async (number) => {
      const sentAt = monotonicMs();
      const { customer, position } = await send(client, customers, number + 7_777);
      const atMs = monotonicMs();
      measured.answerMs.push(atMs - sentAt);
      measured.acknowledged.push({ position: BigInt(position), atMs });
      if (number % READ_BACK_EVERY > 0) return;
      await readBack(client, customer, number / READ_BACK_EVERY, position);
      measured.readBackMs.push(monotonicMs() - atMs);
    });
    const last = measured.acknowledged.reduce((highest, { position }) => (position > highest ? position : highest), 0n);
    await client.get(`/v1/customers/${customers[0]!}?minPosition=${last}`);
    return { name: 'lag', ...figuresOf(measured, await service.applied()), offered, latestSentMs: latestMs };
  } finally {
    client.close();
    await service.stop();
  }
}

function noop(): void {
  // What was answered while warming up does not count.
}

function figuresOf({ acknowledged, answerMs, readBackMs }: Measured, applied: readonly AppliedAt[]) {
  const visible = quantilesOf(lagsOf(acknowledged, applied));
  return {
    value: visible.p50Ms,
    unit: 'ms, p50',
    targets: { p50Ms: 15, p99Ms: 100 },
    visible,
    readBack: quantilesOf(readBackMs),
    answer: quantilesOf(answerMs),
    eventsPerBatch: Math.round((10 * acknowledged.length) / applied.length) / 10,
  };
}

/** Milliseconds from each acknowledgement to the first commit at or behind its position; 0 where that came first. */
function lagsOf(acknowledged: readonly Acknowledged[], applied: readonly AppliedAt[]): number[] {
  const commits = applied.map(({ position, atMs }) => ({ position: BigInt(position), atMs }));
  commits.sort((a, b) => (a.position < b.position ? -1 : 1));
  const inOrder = [...acknowledged].sort((a, b) => (a.position < b.position ? -1 : 1));
  let next = 0;
  return inOrder.map(({ position, atMs }) => {
    while (next < commits.length && commits[next]!.position < position) next += 1;
    const commit = commits[next];
    if (!commit) throw new Error(`position ${position} was not applied`);
    return Math.max(0, commit.atMs - atMs);
  });
}

/** Calls, purchases, which earn points in the same append, and service requests: 5, 4 and 1 of ten. */
async function send(client: JsonClient, customers: readonly string[], number: number) {
  const customer = customers[(number * 7_919) % customers.length]!;
  const [path, body] = requestOf(number);
  const { position } = await client.post<{ position: string }>(`/v1/customers/${customer}/${path}`, body);
  return { customer, position };
}

function requestOf(number: number): [path: string, body: object] {
  const kind = number % 10;
  if (kind < 5) {
    return [
      'calls',
      { direction: kind < 2 ? 'outbound' : 'inbound', durationSeconds: number % 600, outcome: 'answered' },
    ];
  }
  if (kind < 9) return ['purchases', purchase(number)];
  return ['service-requests', { requestId: `request-${number}`, category: 'delivery', channel: 'phone' }];
}

function purchase(number: number): object {
  return {
    total: { amount: 1_000 + (number % 9_000), currency: 'EUR' },
    lines: [{ sku: `sku-${number % 500}`, quantity: 1, unitPrice: { amount: 500, currency: 'EUR' } }],
    store: `store-${number % 20}`,
    channel: 'shop',
  };
}

const READS = ['', '/history', '/loyalty'];

async function readBack(client: JsonClient, customer: string, number: number, position: string): Promise<void> {
  const path = READS[number % READS.length]!;
  const answer = await client.get<{ position?: string }>(`/v1/customers/${customer}${path}?minPosition=${position}`);
  if (path === '' && BigInt(answer.position ?? 0) < BigInt(position)) {
    throw new Error(`the profile of ${customer} is at ${answer.position}, before ${position}`);
  }
}
