import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ifThere } from './error-code.js';
import type { Home } from './home.js';
import { isRunning, thisProcess, type ProcessIdentity } from './process-identity.js';

/**
 * Who uses the database of a home, one file each. To be read and changed only under the home's lock.
 */
export class UserRegistry {
  private readonly folder: string;

  constructor(private readonly home: Home) {
    this.folder = home.users;
  }

  /** Notes this process as a user; the answer takes the note away again. */
  register(): () => void {
    mkdirSync(this.folder, { recursive: true });
    this.home.own(this.folder);
    const file = join(this.folder, `${process.pid}-${randomUUID()}`);
    writeFileSync(file, JSON.stringify(thisProcess()));
    return () => rmSync(file, { force: true });
  }

  /** Pids of those who live, once for each of their registrations; notes of the dead are removed. */
  living(): number[] {
    const files = ifThere(() => readdirSync(this.folder)) ?? [];
    return files.flatMap((name) => {
      const file = join(this.folder, name);
      const user = parse(readFileSync(file, 'utf8'));
      if (user !== undefined && isRunning(user)) return [user.pid];
      rmSync(file, { force: true });
      return [];
    });
  }
}

/** A note that a crash of the machine cut short is nobody's. */
function parse(text: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(text) as ProcessIdentity;
  } catch {
    return undefined;
  }
}
