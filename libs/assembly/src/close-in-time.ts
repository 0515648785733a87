import { inTime } from './in-time.js';

const COULD_NOT_RUN = 3;
/** For projections, log and connections; stopping an embedded database with much to write takes the longest. */
const CLOSE_LIMIT_MS = 30_000;

/** Waits until all that a program has open is closed; ends the process where a database does not answer. */
export async function closeInTime(closing: Promise<unknown>): Promise<void> {
  if (await inTime(closing, CLOSE_LIMIT_MS)) return;
  process.stderr.write(
    'What is open does not close: a database does not answer. Nothing that was acknowledged is lost by that.\n',
  );
  process.exit(COULD_NOT_RUN);
}
