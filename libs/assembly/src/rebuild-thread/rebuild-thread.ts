import { Worker } from 'node:worker_threads';
import { type EngineLogLine, type RebuildTask, errorOfTask } from '#projections';
import type { RebuildThreadMessage, RebuildThreadSettings } from './thread-messages.js';

/**
 * What a range is folded with lives as long as the range: with V8's own size of 16 to 48 MB it would be copied again and
 * again before it is let go, which took a quarter of the time.
 */
const YOUNG_GENERATION_MB = 128;

export interface RebuildThreadOptions extends Omit<RebuildThreadSettings, 'task'> {
  log: (line: EngineLogLine) => void;
}

/**
 * Does a part of a rebuild in a thread of its own, so that what else the process does goes on. Ends quietly, the task
 * undone, when the signal is aborted; throws what the task threw.
 */
export async function doTaskInThread(
  { databaseUrl, eventStoreUrl, log }: RebuildThreadOptions,
  task: RebuildTask,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return;
  const settings: RebuildThreadSettings = { databaseUrl, eventStoreUrl, task };
  const thread = new Worker(new URL('./thread-main.js', import.meta.url), {
    workerData: settings,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  const stop = (): void => thread.postMessage('stop');
  signal.addEventListener('abort', stop, { once: true });
  let failure: Error | undefined;
  thread.on('message', (message: RebuildThreadMessage) => {
    if (message.kind === 'log') log(message.line);
    else failure = errorOfTask(message.failure);
  });
  try {
    await new Promise<void>((resolve, reject) => {
      thread.once('error', reject);
      thread.once('exit', (code) =>
        code === 0 ? resolve() : reject(new Error(`a thread of the rebuild ended with ${code}`)),
      );
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
  if (failure) throw failure;
}
