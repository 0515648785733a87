import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import {
  type BackgroundWork,
  type Configuration,
  Ledger,
  type WorkLogLine,
  backgroundWork,
  readConfiguration,
  untilAskedToStop,
} from '#assembly';
import { Metrics, createLogger } from '#observability';
import { createHttpService } from './http-service.js';
import { assertPortIsFree } from './port.js';

/** Only this machine may connect, until there is access control. */
const HOST = '127.0.0.1';
const COULD_NOT_RUN = 3;

/** Runs everything in this process until it is asked to stop; answers with the exit code. */
export async function serve(env: NodeJS.ProcessEnv): Promise<number> {
  const stop = untilAskedToStop();
  let ledger: Ledger | undefined;
  let app: NestFastifyApplication | undefined;
  let work: BackgroundWork[] = [];
  try {
    const configuration = readConfiguration(env);
    const logger = createLogger(configuration.logLevel);
    const metrics = new Metrics();
    await assertPortIsFree(configuration.port, HOST);
    ledger = await openLedger(configuration, metrics, logger);
    app = await createHttpService(ledger, metrics, logger);
    await app.listen(configuration.port, HOST);
    await ledger.projections.start();
    work = backgroundWork(ledger, (line) => logLine(logger, line));
    for (const each of work) each.start();
    announce(await app.getUrl());
    await stop;
    say('Stopping: finishing what is under way …');
    return 0;
  } catch (error) {
    explain(error);
    return COULD_NOT_RUN;
  } finally {
    await app?.close();
    await Promise.all(work.map((each) => each.stop()));
    await ledger?.close();
  }
}

function openLedger(configuration: Configuration, metrics: Metrics, logger: Logger): Promise<Ledger> {
  return Ledger.open(configuration, {
    log: (line) => logLine(logger, line),
    onBatchApplied: ({ projection, events }) => metrics.eventsProjected(projection, events),
    projectionsInThread: true,
  });
}

function logLine(logger: Logger, { level, message, error }: WorkLogLine): void {
  logger[level]({ err: error }, message);
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
