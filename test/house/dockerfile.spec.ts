import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildContextFilter } from '../docker/build-context.js';
import { ROOT, readCommand, readCopy, readDockerfile } from '../docker/dockerfile.js';

describe('the Dockerfile', () => {
  const stages = readDockerfile();
  const last = stages.at(-1)!;
  const inLast = (name: string) => last.instructions.filter((each) => each.name === name).map(({ text }) => text);
  const everywhere = (name: string) =>
    stages.flatMap(({ instructions }) => instructions).filter((each) => each.name === name);

  it('stands on images of one exact version', () => {
    for (const { image } of stages) expect(image).toMatch(/^node:20\.\d+\.\d+-[a-z]+[\d.]+$/);
  });

  it('runs nothing but steps of docker/build.sh that there are', () => {
    const script = readFileSync(`${ROOT}docker/build.sh`, 'utf8');
    const steps = [...script.matchAll(/^ {2}(\w+)\)$/gm)].map(([, step]) => step);
    const run = everywhere('RUN').map(({ text }) => /^sh docker\/build\.sh (\w+)$/.exec(text)?.[1]);
    expect(run.sort()).toEqual(steps.sort());
  });

  it('copies what there is: from the context as far as .dockerignore lets it, from stages before', () => {
    const passes = buildContextFilter();
    stages.forEach(({ instructions }, index) => {
      const before = stages.slice(0, index).map(({ name }) => name);
      for (const { name, text } of instructions) {
        if (name !== 'COPY') continue;
        const { from, sources } = readCopy(text);
        if (from !== undefined) expect(before).toContain(from);
        else
          for (const source of sources)
            expect([source, existsSync(ROOT + source), passes(source)]).toEqual([source, true, true]);
      }
    });
  });

  it('makes an image without sources, tests and tools', () => {
    const copied = inLast('COPY').flatMap((text) => readCopy(text).sources);
    expect(copied).toEqual(['/app/node_modules', '/app/dist', 'package.json', 'LICENSE', 'docker/health-check.mjs']);
    expect(last.instructions.filter(({ name }) => name === 'RUN')).toEqual([]);
  });

  it('runs as a user that is not root, a program that there is, and knows how it is', () => {
    expect(inLast('USER')).toEqual(['node']);
    const [program] = inLast('CMD').map((text) => readCommand(text)[1]);
    expect(program).toBe('dist/apps/api/src/main.js');
    expect(existsSync(`${ROOT}apps/api/src/main.ts`)).toBe(true);
    expect(inLast('HEALTHCHECK')).toHaveLength(1);
  });

  it('lets no secret, test or dependency into the build', () => {
    const passes = buildContextFilter();
    for (const path of ['docker/.env', '.git/config', '.rapport/password', 'node_modules/pg/package.json', 'x.log']) {
      expect([path, passes(path)]).toEqual([path, false]);
    }
    const tests = ['apps', 'libs'].flatMap((folder) =>
      readdirSync(ROOT + folder, { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.spec.ts'))
        .map((path) => `${folder}/${path}`),
    );
    expect(tests.length).toBeGreaterThan(10);
    expect(tests.filter(passes)).toEqual([]);
  });
});
