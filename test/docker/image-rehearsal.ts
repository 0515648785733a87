import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildContextFilter } from './build-context.js';
import { ROOT, type Stage, readCommand, readCopy, readDockerfile } from './dockerfile.js';

/**
 * What the Dockerfile builds, built without Docker: each stage is a folder, COPY copies, RUN runs in it, CMD is started in
 * the last one. The base image is this machine.
 */
export class ImageRehearsal {
  private readonly env: Record<string, string> = {};
  private command: string[] = [];
  private healthCheck: string[] = [];
  private workFolder = '';

  /** Builds all stages in an empty folder. Throws with the output of a step that fails. */
  constructor(private readonly folder: string) {
    this.copyContext();
    const stages = readDockerfile();
    stages.forEach((stage, index) => this.build(stage, stage.name ?? `stage-${index}`));
  }

  /** Where the image's programs lie. */
  get app(): string {
    return this.workFolder;
  }

  /** Starts the image as a container would be. */
  start(env: Record<string, string>) {
    const [program = '', ...args] = this.command;
    return spawn(program, args, {
      cwd: this.app,
      env: { ...this.environment, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Runs another program of the image. */
  run(command: readonly string[], env: Record<string, string>): SpawnSyncReturns<string> {
    const [program = '', ...args] = command;
    return spawnSync(program, args, { cwd: this.app, env: { ...this.environment, ...env }, encoding: 'utf8' });
  }

  checkHealth(env: Record<string, string>): SpawnSyncReturns<string> {
    return this.run(this.healthCheck, env);
  }

  private get environment(): Record<string, string> {
    return { ...this.env, PATH: process.env['PATH']! };
  }

  private get context(): string {
    return join(this.folder, 'context');
  }

  private copyContext(): void {
    const { stdout } = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    for (const path of stdout.split('\n').filter(buildContextFilter())) {
      mkdirSync(dirname(join(this.context, path)), { recursive: true });
      cpSync(join(ROOT, path), join(this.context, path));
    }
  }

  private build({ instructions }: Stage, name: string): void {
    const root = join(this.folder, name);
    let cwd = root;
    for (const { name: instruction, text } of instructions) {
      if (instruction === 'WORKDIR') cwd = join(root, text);
      else if (instruction === 'COPY') this.copy(text, cwd);
      else if (instruction === 'RUN') runStep(text, cwd);
      else this.note(instruction, text);
      mkdirSync(cwd, { recursive: true });
    }
    this.workFolder = cwd;
  }

  private copy(text: string, cwd: string): void {
    const { from, sources, target } = readCopy(text);
    for (const source of sources) {
      const path = join(from === undefined ? this.context : join(this.folder, from), source);
      // A folder's content is copied into the target, a file under its own name.
      const isNamed = /\.\w+$|LICENSE$|\.npmrc$/.test(source);
      cpSync(path, isNamed ? join(cwd, target, source.split('/').at(-1)!) : join(cwd, target), { recursive: true });
    }
  }

  private note(instruction: string, text: string): void {
    if (instruction === 'ENV') {
      const [name, value] = text.split('=');
      this.env[name!] = value!;
    } else if (instruction === 'CMD') this.command = readCommand(text);
    else if (instruction === 'HEALTHCHECK') this.healthCheck = readCommand(text);
    else if (!['USER', 'EXPOSE'].includes(instruction)) throw new Error(`${instruction} cannot be rehearsed`);
  }
}

function runStep(command: string, cwd: string): void {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ended with ${status}:\n${stdout}${stderr}`);
}
