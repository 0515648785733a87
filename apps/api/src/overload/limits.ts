import { getHeapStatistics } from 'node:v8';
import { BATCH_LIMIT_BYTES } from '../request-bodies.js';
import type { AdmissionLimits } from './admission.js';

/**
 * Commands worked on at once. What is served is a matter of how fast the log commits, and that does not grow beyond some
 * hundred callers waiting; more would wait longer only. While the log is away each waits for it, with its body, for 15 s
 * and more: with this many waiting, and thousands refused, the process stayed below 280 MiB (test/processes/overload).
 */
const MAX_COMMANDS = 1_024;

/**
 * Reads worked on at once. They have a limit of their own, so that commands that wait for a log that is away do not keep
 * readers out whose read models are there; ten connections answer them in turn.
 */
const MAX_READS = 512;

const HEAP_LIMIT_BYTES = getHeapStatistics().heap_size_limit;

/**
 * Bodies become objects that are several times as large, all of them at once: so they may be a sixteenth of what the
 * process may use (chosen, not measured). The largest single body is always taken.
 */
const MAX_BODY_BYTES = Math.max(BATCH_LIMIT_BYTES, HEAP_LIMIT_BYTES / 16);

export const ADMISSION_LIMITS: AdmissionLimits = {
  requests: { command: MAX_COMMANDS, read: MAX_READS },
  bodyBytes: MAX_BODY_BYTES,
};

export interface PressureLimits {
  sampleInterval: number;
  /** 0: not looked at. */
  maxEventLoopDelay: number;
  maxHeapUsedBytes: number;
}

/** Limits of the process itself. */
export const PRESSURE_LIMITS: PressureLimits = {
  /**
   * Milliseconds between two looks. Longer than the delay that is too long: when timers have not come at all between two
   * looks, the process counts as behind.
   */
  sampleInterval: 3_000,
  /**
   * Milliseconds by which timers are late on average: whoever asks now would wait that long before anybody looks at
   * his request. Far above what a large batch (some 100 ms) or a busy machine causes.
   */
  maxEventLoopDelay: 2_000,
  /** Beyond it the collector takes most of the time, and the next step is the end of the process. */
  maxHeapUsedBytes: 0.85 * HEAP_LIMIT_BYTES,
};
