import type { NestFastifyApplication } from '@nestjs/platform-fastify';
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
import { Draining } from '#kernel';
import { Metrics, createLogger, logTo } from '#observability';
import { drain } from './draining/drain.js';
import { createHttpService } from './http-service.js';
import { assertPortIsFree } from './port.js';

const COULD_NOT_RUN = 3;

/** Runs everything in this process until it is asked to stop; answers with the exit code. */
export async function serve(env: NodeJS.ProcessEnv): Promise<number> {
  const stop = untilAskedToStop();
  let ledger: Ledger | undefined;
  let app: NestFastifyApplication | undefined;
  let stopWork: (() => Promise<void>) | undefined;
  try {
    const configuration = readConfiguration(env);
    const logger = createLogger(configuration.logLevel);
    const metrics = new Metrics();
    await assertPortIsFree(configuration.port, configuration.host);
    ledger = await openLedger(configuration, metrics, logger);
    app = await createHttpService(ledger, metrics, logger);
    await app.listen(configuration.port, configuration.host);
    if (configuration.work === 'here') {
      stopWork = await startAll(backgroundWorkOf(ledger, { metrics, log: logTo(logger) }));
    }
    announce(await app.getUrl());
    await stop;
    say('Stopping: finishing what is under way …');
    const cut = await drain(app.getHttpServer(), app.get(Draining));
    if (cut > 0) say(`${cut} connections were cut: what they waited for was not done in time.`);
    return 0;
  } catch (error) {
    explain(error);
    return COULD_NOT_RUN;
  } finally {
    await closeInTime(closeAll(app, stopWork, ledger));
  }
}

async function closeAll(
  app: NestFastifyApplication | undefined,
  stopWork: (() => Promise<void>) | undefined,
  ledger: Ledger | undefined,
): Promise<void> {
  await app?.close();
  await stopWork?.();
  await ledger?.close();
}

function openLedger(configuration: Configuration, metrics: Metrics, logger: Logger): Promise<Ledger> {
  return Ledger.open(configuration, {
    log: logTo(logger),
    onBatchApplied: ({ projection, events }) => metrics.eventsProjected(projection, events),
    threads: 'all',
  });
}

function announce(url: string): void {
  process.stdout.write(`Rapport listens on ${url} (API documentation: ${url}/docs). Ctrl-C stops it.\n`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function explain(error: unknown): void {
  const known = error instanceof Error && 'code' in error;
  say(`Rapport could not start: ${known ? (error as Error).message : String((error as Error).stack ?? error)}`);
}
