import { MappingInvalid } from '#intake';
import { ValidationFailed } from '#kernel';
import { EXIT, type ExitCode } from './exit-codes.js';
import { say } from './output.js';

/** Runs a command's work and ends the process with its code. */
export type Run = (work: () => Promise<ExitCode>) => Promise<void>;

/** Errors become one line for people, and an exit code for programs. */
export const run: Run = async (work) => {
  process.exitCode = await codeOf(work);
};

async function codeOf(work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ValidationFailed || error instanceof MappingInvalid) {
      say(`rapport: ${error.message}`);
      return EXIT.wrongUsage;
    }
    const expected = error instanceof Error && 'code' in error;
    say(`rapport: ${expected ? (error as Error).message : String((error as Error).stack ?? error)}`);
    return EXIT.couldNotRun;
  }
}
