import autocannon from 'autocannon';
import { type Figure, median } from './figure.js';
import { registerCustomers } from './support/customers.js';
import { ServiceProcess } from './support/service-process.js';

const CONNECTIONS = 64;
const SECONDS = 6;
const PAIRS = 3;
const CUSTOMERS = 1_000;

/**
 * POST /v1/customers/{id}/purchases to durable commit over 64 connections, against a route of the same form and checks
 * that stores nothing: in turn, in the same server process, the load from another one. As in the other benches no
 * projection runs meanwhile; the same with all of them running in that process, as `npm start` runs them, stands beside.
 */
export async function http(databaseUrl: string): Promise<Figure> {
  const recording = figuresOf(await measure(databaseUrl, { projecting: false }));
  const withProjections = figuresOf(await measure(databaseUrl, { projecting: true }));
  return { name: 'http', unit: 'requests/s', ...recording, withProjections };
}

function figuresOf(runs: Runs) {
  return {
    value: median(runs.stored),
    baseline: median(runs.nothing),
    ratio: Math.round(100 * median(runs.stored.map((value, pair) => value / runs.nothing[pair]!))) / 100,
    p99Ms: median(runs.p99Ms),
    runs,
  };
}

interface Runs {
  stored: number[];
  nothing: number[];
  p99Ms: number[];
}

async function measure(databaseUrl: string, options: { projecting: boolean }): Promise<Runs> {
  const server = await ServiceProcess.start(databaseUrl, options);
  try {
    const url = `${server.url}/v1`;
    const customers = await registerCustomers(server.url, CUSTOMERS);
    await load(`${url}/nothing`, customers);
    await load(`${url}/customers`, customers);
    const runs: Runs = { stored: [], nothing: [], p99Ms: [] };
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const stored = await load(`${url}/customers`, customers);
      runs.stored.push(stored.requests.average);
      runs.p99Ms.push(stored.latency.p99);
      runs.nothing.push((await load(`${url}/nothing`, customers)).requests.average);
    }
    return runs;
  } finally {
    await server.stop();
  }
}

async function load(base: string, customers: readonly string[]): Promise<autocannon.Result> {
  let sent = 0;
  const result = await autocannon({
    url: base,
    connections: CONNECTIONS,
    duration: SECONDS,
    requests: [
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        setupRequest: (request) => {
          sent += 1;
          const path = `${new URL(base).pathname}/${customers[sent % customers.length]!}/purchases`;
          return { ...request, path, body: purchase(sent) };
        },
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${result.non2xx} answers were no success, ${result.errors} requests failed`);
  }
  return result;
}

function purchase(number: number): string {
  return JSON.stringify({
    total: { amount: 1_000 + (number % 9_000), currency: 'EUR' },
    lines: [
      { sku: `sku-${number % 500}`, quantity: 1, unitPrice: { amount: 500, currency: 'EUR' } },
      { sku: `sku-${(number * 7) % 500}`, quantity: 2, unitPrice: { amount: 250, currency: 'EUR' } },
    ],
    store: `store-${number % 20}`,
    channel: 'shop',
  });
}
