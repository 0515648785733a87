import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { type Configuration, Ledger, backgroundWorkOf, readConfiguration, startAll, untilAskedToStop } from '#assembly';
import { Draining } from '#kernel';
import { Metrics, createLogger, logTo } from '#observability';
import { drain } from './draining/drain.js';
import { inTime } from './draining/in-time.js';
import { createHttpService } from './http-service.js';
import { assertPortIsFree } from './port.js';

const COULD_NOT_RUN = 3;
/** For projections, log and connections; stopping an embedded database with much to write takes the longest. */
const CLOSE_LIMIT_MS = 30_000;

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
    if (!(await inTime(closeAll(app, stopWork, ledger), CLOSE_LIMIT_MS))) {
      say('What is open does not close: a database does not answer. Nothing that was acknowledged is lost by that.');
      process.exit(COULD_NOT_RUN);
    }
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
    projectionsInThread: true,
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
