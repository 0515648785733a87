import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import type TestAgent from 'supertest/lib/agent.js';
import { type BackgroundWorkOptions, Ledger, backgroundWorkOf, startAll } from '#assembly';
import { Draining } from '#kernel';
import { Metrics, createLogger } from '#observability';
import { createHttpService } from '../../apps/api/src/http-service.js';
import { PRESSURE_LIMITS } from '../../apps/api/src/overload/limits.js';
import { createTestDatabase } from '../support/database.js';

/** The whole service on a database of its own, listening on a free port of this machine. */
export interface TestService {
  ledger: Ledger;
  databaseUrl: string;
  url: string;
  http: TestAgent;
  /** Registers a customer and answers his id. */
  customer(body?: object): Promise<string>;
  /** Records a fact by its path; the answer must be 201. */
  record(customerId: string, path: string, body: object): Promise<RecordingAnswer>;
  stop(): Promise<void>;
}

export interface TestServiceOptions extends Pick<BackgroundWorkOptions, 'webhooks'> {
  eventStoreUrl?: string;
  /** Whether what comes again and again by itself does; it would come between what a test records and what it reads. */
  isScheduled?: boolean;
}

export interface RecordingAnswer {
  customerId: string;
  eventIds: string[];
  revision: number;
  position: string;
}

/** The process is the tests' own, and behind while it compiles them: that says nothing of the service. */
const NEVER_BEHIND = { ...PRESSURE_LIMITS, maxEventLoopDelay: 0 };

/**
 * Starts it on a new database, or, as one more process would be, on the one of a running service; with its log in the
 * database, or where `eventStoreUrl` says.
 */
export async function startService(
  beside?: TestService,
  { webhooks, eventStoreUrl, isScheduled = false }: TestServiceOptions = {},
): Promise<TestService> {
  const database = beside ? { url: beside.databaseUrl, drop: () => Promise.resolve() } : await createTestDatabase();
  const ledger = await Ledger.open({
    port: 0,
    home: 'unused',
    databaseUrl: database.url,
    eventStoreUrl,
    logLevel: 'silent',
    host: '127.0.0.1',
    work: 'here',
  });
  const metrics = new Metrics();
  const app: NestFastifyApplication = await createHttpService(ledger, metrics, createLogger('silent'), {
    pressure: NEVER_BEHIND,
  });
  await app.listen(0, '127.0.0.1');
  const stopWork = await startAll(
    backgroundWorkOf(ledger, { metrics, ...(isScheduled ? {} : { schedules: [] }), ...(webhooks ? { webhooks } : {}) }),
  );
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  const http = request(url);

  const post = async (path: string, body: object): Promise<RecordingAnswer> => {
    const answer = await http.post(path).send(body);
    if (answer.status !== 201) throw new Error(`POST ${path} answered ${answer.status}: ${answer.text}`);
    return answer.body as RecordingAnswer;
  };
  return {
    ledger,
    databaseUrl: database.url,
    url,
    http,
    customer: async (body = { name: 'Ada Lovelace' }) => (await post('/v1/customers', body)).customerId,
    record: (customerId, path, body) => post(`/v1/customers/${customerId}/${path}`, body),
    stop: async () => {
      app.get(Draining).begin();
      await app.close();
      await stopWork();
      await ledger.close();
      await database.drop();
    },
  };
}
