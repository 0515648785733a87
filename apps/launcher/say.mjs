/** Tells people what goes on; standard output is kept for results. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** A reason to stop that needs no stack trace. */
export class CannotRun extends Error {}

/** Runs the launcher's work; a reason to stop is told in a line, and the process ends with the code. */
export async function orStop(exitCode, work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    say(`rapport: ${error.message}`);
    process.exit(exitCode);
  }
}
