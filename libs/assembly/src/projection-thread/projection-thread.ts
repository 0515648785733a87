import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { AppliedBatch, EngineLogLine, ProgressObserver, RunElsewhere } from '#projections';
import type { ThreadMessage, ThreadSettings } from './thread-messages.js';

const PAUSE_AFTER_FAILURE_MS = 1_000;

export interface ProjectionThreadOptions extends ThreadSettings {
  log: (line: EngineLogLine) => void;
  onBatch?: (batch: AppliedBatch) => void;
}

/**
 * Derives the projections in a thread of their own until the signal is aborted, so that requests and read models do not
 * wait for one another. A thread that fails is told of and replaced.
 */
export function runInThread(
  options: ProjectionThreadOptions,
  observer: ProgressObserver,
  signal: AbortSignal,
): RunElsewhere {
  let ended = Promise.resolve();
  const started = new Promise<void>((resolve) => {
    ended = keepThread(options, observer, signal, resolve);
  });
  return { started, ended };
}

/** `started` may be called again and again. */
async function keepThread(
  options: ProjectionThreadOptions,
  observer: ProgressObserver,
  signal: AbortSignal,
  started: () => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await untilThreadEnds(options, observer, signal, started);
    } catch (error) {
      started();
      options.log({ level: 'error', message: 'the thread of the projections failed and is replaced', error });
      await delay(PAUSE_AFTER_FAILURE_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function untilThreadEnds(
  { databaseUrl, eventStoreUrl, log, onBatch }: ProjectionThreadOptions,
  observer: ProgressObserver,
  signal: AbortSignal,
  started: () => void,
): Promise<void> {
  const settings: ThreadSettings = { databaseUrl, eventStoreUrl };
  const thread = new Worker(new URL('./thread-main.js', import.meta.url), { workerData: settings });
  const stop = (): void => thread.postMessage('stop');
  signal.addEventListener('abort', stop, { once: true });
  thread.on('message', (messages: ThreadMessage[]) => {
    for (const message of messages) take(message);
  });
  try {
    await new Promise<void>((resolve, reject) => {
      thread.once('error', reject);
      thread.once('exit', (code) => (signal.aborted ? resolve() : reject(new Error(`it ended with code ${code}`))));
    });
  } finally {
    signal.removeEventListener('abort', stop);
    observer.end();
  }

  function take(message: ThreadMessage): void {
    switch (message.kind) {
      case 'started':
        return started();
      case 'begin':
        return observer.begin(message.positions);
      case 'advance':
        return observer.advance(message.slots, message.position);
      case 'end':
        return observer.end();
      case 'batch':
        return onBatch?.(message.batch);
      case 'log':
        return log(message.line);
    }
  }
}
