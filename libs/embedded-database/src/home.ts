import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chownSync,
  constants,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { EmbeddedDatabaseFailed } from './embedded-database-failed.js';
import { errorCode, ifThere } from './error-code.js';

/** The folder that holds a ledger's embedded database, and what lies where in it. */
export class Home {
  private constructor(readonly path: string) {}

  /** Makes the folder where it is not there. One folder has one path, whatever links led to it. */
  static at(path: string): Home {
    const folder = resolve(path);
    orExplain(folder, () => {
      mkdirSync(folder, { recursive: true });
      accessSync(folder, constants.W_OK);
    });
    return new Home(realpathSync(folder));
  }

  get data(): string {
    return join(this.path, 'postgres');
  }

  /** What the server says. */
  get log(): string {
    return join(this.path, 'postgres.log');
  }

  get lock(): string {
    return join(this.path, 'database.lock');
  }

  get users(): string {
    return join(this.path, 'users');
  }

  /** Made at the first call, readable by its owner only, and the same from then on. */
  password(): string {
    const file = join(this.path, 'postgres.password');
    return this.kept(file, () => randomBytes(24).toString('base64url'));
  }

  /** The port used last, if there was one. Kept, so that connection settings in other tools stay good. */
  port(): number | undefined {
    const text = ifThere(() => readFileSync(this.portFile, 'utf8'));
    return text === undefined ? undefined : Number(text) || undefined;
  }

  keepPort(port: number): void {
    if (port !== this.port()) this.write(this.portFile, `${port}\n`);
  }

  /** Makes what root has written in somebody's home that somebody's, who could not use the home any more otherwise. */
  own(path: string): void {
    if (process.getuid?.() !== 0) return;
    const { uid, gid } = statSync(this.path);
    chownSync(path, uid, gid);
  }

  private get portFile(): string {
    return join(this.path, 'postgres.port');
  }

  private kept(file: string, make: () => string): string {
    const known = orExplain(this.path, () => ifThere(() => readFileSync(file, 'utf8').trim()));
    if (known) return known;
    const made = make();
    this.write(file, `${made}\n`);
    return made;
  }

  /** Whole or not at all, whatever happens in between. */
  private write(file: string, text: string): void {
    orExplain(this.path, () => {
      writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true });
      this.own(`${file}.new`);
      renameSync(`${file}.new`, file);
    });
  }
}

function orExplain<T>(folder: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(errorCode(error) ?? '')) throw error;
    throw new EmbeddedDatabaseFailed(
      `${folder} cannot be written: run as the user it belongs to, or set RAPPORT_HOME to a folder of your own`,
      { cause: error },
    );
  }
}
