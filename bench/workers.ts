import { setTimeout as delay } from 'node:timers/promises';
import autocannon from 'autocannon';
import pg from 'pg';
import { DOMAINS } from '#assembly';
import { Leases } from '#work';
import type { BenchOptions } from './bench-options.js';
import { registerCustomers } from './support/customers.js';
import { factAbout } from './support/facts.js';
import { recordAll, withLedgerOn } from './support/ledger-on.js';
import { postgresPids, processorSeconds } from './support/processor-time.js';
import { ProgramProcess } from './support/program-process.js';
import { withScratchDatabase } from './support/scratch-database.js';

const WORKERS = [1, 2, 4];
const SERVICES = 2;
const CUSTOMERS = 5_000;
const PURCHASES = 60_000;
const CONNECTIONS = 32;
const SECONDS = 8;
const LOOK_EVERY_MS = 20;

/**
 * Two services and one, two or four workers, all processes of one machine. `derive`: how many events of a log that is
 * there already the workers derive a second, all projections, from empty tables, and whose processor time that takes.
 * `http`: purchases over HTTP, taken by both services in equal parts, while the workers derive them, and how long after
 * the last answer the read models have it all.
 */
export async function workers(serverUrl: string, { scale = 1, seconds = SECONDS }: BenchOptions) {
  const derive = await withScratchDatabase(serverUrl, (url) => measureDeriving(url, Math.ceil(PURCHASES * scale)));
  const http = [];
  for (const count of WORKERS) {
    http.push(await withScratchDatabase(serverUrl, (url) => measureHttp(url, count, seconds)));
  }
  return { name: 'workers', value: derive.at(-1)!.eventsPerSecond, unit: 'events/s, 4 workers', derive, http };
}

async function measureDeriving(url: string, purchases: number) {
  const events = await withLedgerOn(url, async (ledger) => {
    await recordAll(ledger, made(purchases));
    return ledger.store.head();
  });
  const measured = [];
  for (const count of WORKERS) {
    await forgetReadModels(url);
    measured.push({ workers: count, ...(await deriving(url, count, events)) });
  }
  return measured;
}

function* made(purchases: number) {
  for (let number = 0; number < purchases; number += 1) {
    const day = String(1 + (number % 28)).padStart(2, '0');
    const total = { amount: 1_000 + (number % 9_000), currency: 'EUR' };
    yield factAbout((number * 7_919) % CUSTOMERS, 'PurchaseRecorded', `p-${number}`, `2026-03-${day}T12:00:00Z`, {
      total,
    });
  }
}

/** From the moment when the workers may begin, all of them started, to all projections at the head. */
async function deriving(url: string, count: number, head: bigint) {
  const leases = new Leases({ connectionString: url });
  const held = await leases.tryAcquire([...Array.from({ length: 8 }, (_, n) => `projections/${n}`), 'projections/log']);
  const started = await Promise.all(Array.from({ length: count }, () => ProgramProcess.start('worker', url)));
  const busyBefore = busy(started);
  const from = performance.now();
  await leases.release(held);
  await untilDerived(url, head);
  const seconds = (performance.now() - from) / 1_000;
  const busyAfter = busy(started);
  await leases.close();
  await Promise.all(started.map((worker) => worker.stop()));
  return {
    eventsPerSecond: Math.round(Number(head) / seconds),
    seconds: rounded(seconds),
    processorSeconds: {
      workers: rounded(busyAfter.workers - busyBefore.workers),
      database: rounded(busyAfter.database - busyBefore.database),
    },
  };
}

async function measureHttp(url: string, count: number, seconds: number) {
  // Brings the tables, before several processes start at once.
  await withLedgerOn(url, () => Promise.resolve());
  const services = await Promise.all(Array.from({ length: SERVICES }, () => ProgramProcess.start('api', url)));
  const started = await Promise.all(Array.from({ length: count }, () => ProgramProcess.start('worker', url)));
  const customers = await registerCustomers(services[0]!.url, CUSTOMERS);
  await load(services, customers, 2);
  await withLedgerOn(url, async ({ store }) => untilDerived(url, await store.head()));

  const results = await load(services, customers, seconds);
  const answeredAt = performance.now();
  await withLedgerOn(url, async ({ store }) => untilDerived(url, await store.head()));
  const behindMs = performance.now() - answeredAt;
  await Promise.all([...services, ...started].map((program) => program.stop()));
  return {
    services: SERVICES,
    workers: count,
    requestsPerSecond: Math.round(results.reduce((sum, { requests }) => sum + requests.average, 0)),
    p99Ms: Math.max(...results.map(({ latency }) => latency.p99)),
    readModelsBehindMs: Math.round(behindMs),
  };
}

async function load(services: readonly ProgramProcess[], customers: readonly string[], seconds: number) {
  const results = await Promise.all(
    services.map(({ url }, service) => {
      let sent = service;
      return autocannon({
        url,
        connections: CONNECTIONS,
        duration: seconds,
        requests: [
          {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            setupRequest: (request) => {
              sent += SERVICES;
              const body = JSON.stringify({ total: { amount: 1_000 + (sent % 9_000), currency: 'EUR' } });
              return { ...request, path: `/v1/customers/${customers[sent % customers.length]!}/purchases`, body };
            },
          },
        ],
      });
    }),
  );
  const failed = results.reduce((sum, { non2xx, errors }) => sum + non2xx + errors, 0);
  if (failed > 0) throw new Error(`${failed} requests failed`);
  return results;
}

async function untilDerived(url: string, head: bigint): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (;;) {
      const { rows } = await client.query<{ lowest: string }>(
        'select min(position) as lowest from read.projection_checkpoint',
      );
      if (BigInt(rows[0]!.lowest) >= head) return;
      await delay(LOOK_EVERY_MS);
    }
  } finally {
    await client.end();
  }
}

async function forgetReadModels(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const tables = DOMAINS.flatMap(({ projections }) => projections.flatMap((projection) => projection.tables));
  await client.query(`truncate ${tables.map(({ name }) => `read."${name}"`).join(', ')}`);
  await client.query('update read.projection_checkpoint set position = 0');
  await client.query('vacuum analyze');
  await client.end();
}

function busy(started: readonly ProgramProcess[]) {
  const sum = (pids: readonly number[]): number => pids.reduce((total, pid) => total + processorSeconds(pid), 0);
  return { workers: sum(started.map(({ pid }) => pid)), database: sum(postgresPids()) };
}

function rounded(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
