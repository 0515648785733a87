import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from './support/free-port.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe('the tour in the README', () => {
  let home: string;
  let port: number;
  let service: ChildProcess;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'rapport-tour-'));
    port = await freePort();
    service = spawn(process.execPath, ['dist/apps/api/src/main.js'], {
      cwd: ROOT,
      env: { ...process.env, PORT: String(port), RAPPORT_HOME: home, LOG_LEVEL: 'error' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(service.stdout!, 'data')) as [Buffer];
    expect(line.toString()).toContain(`http://127.0.0.1:${port}`);
  }, 300_000);

  afterAll(async () => {
    const exit = once(service, 'exit');
    service.kill('SIGTERM');
    await exit;
    await rm(home, { recursive: true, force: true });
  });

  it('works as it is written', async () => {
    const { code, output } = await shell(await tour());

    expect(output).not.toContain('"status":500');
    expect(code).toBe(0);
    // One answer of each step: recorded, repeated, refused by field, refused by history, read, imported, asked by CLI.
    expect(output.match(/"eventIds":/g)!.length).toBeGreaterThanOrEqual(4);
    expect(output).toContain('"field":"total.amount","rule":"minimum"');
    expect(output).toContain('"rule":"known-purchase"');
    expect(output).toContain('"spend":{"EUR":4990}');
    expect(output).toContain('"type":"CallLogged"');
    expect(output).toContain('"rule":"enough-points"');
    expect(output).toContain('"balance":29');
    expect(output).toContain('"balance":0');
    expect(output).toMatch(/rows read\s+3/);
    expect(output).toMatch(/events stored\s+2/);
    expect(output).toMatch(/EUR\s1,300\.00/);
    expect(output).toMatch(/PurchaseRecorded\s+3/);
    expect(output).toMatch(/postgres:\/\//);
  }, 300_000);

  /** The commands of the README, with this service's port and home for those of a reader. */
  async function tour(): Promise<string> {
    const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
    const blocks = [...readme.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map((match) => match[1]!);
    expect(blocks.length).toBeGreaterThanOrEqual(6);
    return blocks.join('\n').replaceAll('127.0.0.1:3000', `127.0.0.1:${port}`).replaceAll('.rapport/', `${home}/`);
  }

  async function shell(script: string): Promise<{ code: number | null; output: string }> {
    const run = spawn('bash', ['-e', '-u', '-c', script], {
      cwd: ROOT,
      env: { ...process.env, RAPPORT_HOME: home },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const parts: Buffer[] = [];
    for (const stream of [run.stdout, run.stderr]) stream.on('data', (part: Buffer) => parts.push(part));
    const [code] = (await once(run, 'close')) as [number | null];
    return { code, output: Buffer.concat(parts).toString('utf8') };
  }
});
