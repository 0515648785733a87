import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import {
  type Configuration,
  Ledger,
  backgroundWorkOf,
  closeInTime,
  readConfiguration,
  startAll,
  untilAskedToStop,
} from '#assembly';
import { WorkerModule } from '#assembly/http';
import { Draining } from '#kernel';
import { Metrics, createLogger, logTo, nestLogger } from '#observability';

const COULD_NOT_RUN = 3;
/** Beside the service's own on one machine. */
const DEFAULT_WORKER_PORT = 3_001;

/**
 * Derives read models and does what else goes on by itself, together with the other workers there are, until it is asked
 * to stop; answers with the exit code.
 */
export async function work(env: NodeJS.ProcessEnv): Promise<number> {
  const stop = untilAskedToStop();
  let ledger: Ledger | undefined;
  let app: NestFastifyApplication | undefined;
  let stopAll: (() => Promise<void>) | undefined;
  try {
    const configuration = readConfiguration(env, DEFAULT_WORKER_PORT);
    const logger = createLogger(configuration.logLevel);
    const metrics = new Metrics();
    const draining = new Draining();
    ledger = await openLedger(configuration, metrics, logger);
    app = await healthService(ledger, metrics, draining, logger);
    await app.listen(configuration.port, configuration.host);
    stopAll = await startAll(backgroundWorkOf(ledger, { metrics, log: logTo(logger) }));
    process.stdout.write(`Rapport works; its health is at ${await app.getUrl()}/health/ready. Ctrl-C stops it.\n`);
    await stop;
    draining.begin();
    say('Stopping: finishing what is under way …');
    return 0;
  } catch (error) {
    explain(error);
    return COULD_NOT_RUN;
  } finally {
    await closeInTime(closeAll(app, stopAll, ledger));
  }
}

function openLedger(configuration: Configuration, metrics: Metrics, logger: Logger): Promise<Ledger> {
  return Ledger.open(configuration, {
    threads: 'rebuilds',
    log: logTo(logger),
    onBatchApplied: ({ projection, events }) => metrics.eventsProjected(projection, events),
  });
}

function healthService(
  ledger: Ledger,
  metrics: Metrics,
  draining: Draining,
  logger: Logger,
): Promise<NestFastifyApplication> {
  return NestFactory.create<NestFastifyApplication>(
    WorkerModule.of(ledger, metrics, draining),
    new FastifyAdapter({ forceCloseConnections: true }),
    { logger: nestLogger(logger), abortOnError: false },
  );
}

async function closeAll(
  app: NestFastifyApplication | undefined,
  stopAll: (() => Promise<void>) | undefined,
  ledger: Ledger | undefined,
): Promise<void> {
  await stopAll?.();
  await app?.close();
  await ledger?.close();
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function explain(error: unknown): void {
  const known = error instanceof Error && 'code' in error;
  say(`The worker could not start: ${known ? (error as Error).message : String((error as Error).stack ?? error)}`);
}
