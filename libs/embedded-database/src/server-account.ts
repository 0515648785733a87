import { spawnSync } from 'node:child_process';
import { chownSync, statSync } from 'node:fs';
import { EmbeddedDatabaseFailed } from './embedded-database-failed.js';
import { ifThere } from './error-code.js';

interface Ids {
  uid: number;
  gid: number;
}

/** How a program is to be spawned so that it runs under the server's account. */
export interface Invocation {
  command: string;
  args: string[];
  ids: Ids | Record<string, never>;
}

/** The name of the account that root runs the server under. */
const accountName = 'postgres';

/**
 * The account PostgreSQL runs under. It refuses to run as root; so for root it is the owner of the data, or the user
 * `postgres`, and for everybody else it is themselves.
 */
export class ServerAccount {
  private constructor(
    private readonly ids: Ids | undefined,
    /** Words put before a command, for what the spawning itself cannot do. */
    private readonly prefix: readonly string[],
  ) {}

  /**
   * @param needed paths that the server must be able to reach: its programs and its data
   * @param data the data directory, whose owner is kept when it is there already
   */
  static choose(needed: readonly string[], data: string): ServerAccount {
    const owner = ifThere(() => statSync(data));
    if (process.getuid?.() !== 0) return ServerAccount.own(owner?.uid, data);
    const ids = owner !== undefined && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : findOrCreateAccount();
    const ways = [[], ...passingThroughClosedFolders(ids)].map((prefix) => new ServerAccount(ids, prefix));
    const fit = ways.find((account) => account.reaches(needed));
    if (fit !== undefined) return fit;
    throw new EmbeddedDatabaseFailed(
      `as root, PostgreSQL must run as another user (uid ${ids.uid}), and that user cannot reach ${needed.join(', ')}: ` +
        'move the folder out of directories closed to others (such as /root), or open them (chmod o+x), ' +
        'or run as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own',
    );
  }

  invocation(program: string, args: readonly string[]): Invocation {
    const [command = program, ...rest] = [...this.prefix, program, ...args];
    // With a prefix it is the prefix that changes the user: it needs root's rights to do so.
    return { command, args: rest, ids: this.prefix.length === 0 && this.ids !== undefined ? this.ids : {} };
  }

  /** Hands a file or folder made by this process over to the server. */
  give(path: string): void {
    if (this.ids !== undefined) chownSync(path, this.ids.uid, this.ids.gid);
  }

  private static own(owner: number | undefined, data: string): ServerAccount {
    if (owner !== undefined && owner !== process.getuid?.()) {
      throw new EmbeddedDatabaseFailed(
        `the database in ${data} belongs to another user (uid ${owner}): ` +
          'run as that user or as root, or set RAPPORT_HOME to a folder of your own',
      );
    }
    return new ServerAccount(undefined, []);
  }

  /** Tried out rather than reckoned from modes, which know nothing of access lists and containers. */
  private reaches(paths: readonly string[]): boolean {
    const script = 'for path; do test -x "$path" || exit 1; done';
    const { command, args, ids } = this.invocation('/bin/sh', ['-c', script, 'sh', ...paths]);
    return spawnSync(command, args, { ...ids, cwd: '/', stdio: 'ignore' }).status === 0;
  }
}

/**
 * Words that run a program as the same user, with one right of root's left: to pass through folders closed to it.
 * Reading and searching is enough, but containers often grant only the wider right. Without no_setuid_fixup the kernel
 * would forget the right whenever a program asks what it may do (access(2)), as PostgreSQL does.
 */
function passingThroughClosedFolders({ uid, gid }: Ids): string[][] {
  if (process.platform !== 'linux') return [];
  return ['dac_read_search', 'dac_override'].map((right) => [
    'setpriv',
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    `--inh-caps=-all,+${right}`,
    `--ambient-caps=-all,+${right}`,
    '--securebits=+no_setuid_fixup',
    '--',
  ]);
}

function findOrCreateAccount(): Ids {
  const found = findAccount();
  if (found !== undefined) return found;
  const made = spawnSync('useradd', ['--system', '--user-group', '--no-create-home', accountName], {
    encoding: 'utf8',
  });
  const ids = findAccount();
  if (ids !== undefined) return ids;
  throw new EmbeddedDatabaseFailed(
    `PostgreSQL does not run as root, and a user '${accountName}' for it could not be made ` +
      `(${made.error?.message ?? made.stderr.trim()}): make one, or run as an ordinary user, ` +
      'or set DATABASE_URL to a PostgreSQL of your own',
  );
}

function findAccount(): Ids | undefined {
  const [uid, gid] = ['-u', '-g'].map((what) => spawnSync('id', [what, accountName], { encoding: 'utf8' }));
  if (uid?.status !== 0 || gid?.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}
