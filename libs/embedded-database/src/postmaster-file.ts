import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ifThere } from './error-code.js';
import { commandLineOf } from './process-identity.js';

/** A server that runs on a data directory. */
export interface RunningServer {
  pid: number;
  port: number;
  /** False in the first moments, before the port is its own. */
  listening: boolean;
}

/**
 * The server that runs on the directory now, by what PostgreSQL notes in its `postmaster.pid`. The note outlives a
 * server that was killed, and its pid may since have become another program's: so that is looked at too.
 */
export function runningServer(data: string): RunningServer | undefined {
  const lines = noteIn(data)?.split('\n') ?? [];
  const [pid, , , port] = lines.map(Number);
  if (!pid || !port || !isServerOf(pid, data)) return undefined;
  return { pid, port, listening: Boolean(lines[7]?.trim()) };
}

/**
 * Makes a note left by a dead server harmless. PostgreSQL would not start while a process of the noted pid runs,
 * whatever it is; but it ignores the pid of its own parent, which we shall be. The rest of the note is kept, because by
 * it PostgreSQL finds out whether orphans of that server still write to the data.
 */
export function disarmStaleNote(data: string): void {
  const note = noteIn(data);
  if (note === undefined) return;
  const lines = note.split('\n');
  lines[0] = String(process.pid);
  writeFileSync(fileIn(data), lines.join('\n'));
}

/** We start it with the directory as an argument; its children rename themselves to `postgres: …`. */
function isServerOf(pid: number, data: string): boolean {
  return `${commandLineOf(pid) ?? ''} `.includes(`postgres -D ${data} `);
}

function noteIn(data: string): string | undefined {
  return ifThere(() => readFileSync(fileIn(data), 'utf8'));
}

function fileIn(data: string): string {
  return join(data, 'postmaster.pid');
}
