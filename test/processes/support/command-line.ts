import { type Ended, Program, type ProgramOptions } from './program.js';

/** Starts `rapport …` as a user does. */
export function startRapport(args: readonly string[], options: ProgramOptions): Program {
  return new Program('cli/src/main.js', args, options);
}

/** Runs `rapport …` to its end. */
export function rapport(args: readonly string[], options: ProgramOptions): Promise<Ended> {
  return startRapport(args, options).ended;
}

/** Runs it with --json and reads its answer. Standard output must hold one JSON document and nothing else. */
export async function rapportJson<T>(
  args: readonly string[],
  options: ProgramOptions,
): Promise<{ code: number | null; answer: T; stderr: string }> {
  const { code, stdout, stderr } = await rapport([...args, '--json'], options);
  if (stdout === '') throw new Error(`rapport ${args.join(' ')} answered nothing and ended with ${code}: ${stderr}`);
  return { code, answer: JSON.parse(stdout) as T, stderr };
}
