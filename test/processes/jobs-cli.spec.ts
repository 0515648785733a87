import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Job } from '#jobs';
import { rapport, rapportJson } from './support/command-line.js';
import { freePort } from './support/free-port.js';
import { Service } from './support/service.js';
import { TemporaryHome } from './support/temporary-home.js';

describe('rapport jobs', () => {
  let home: TemporaryHome;
  let service: Service;
  beforeAll(async () => {
    home = await TemporaryHome.make();
    service = await Service.serving({ home: home.path, port: await freePort() });
  });
  afterAll(async () => {
    await service.stop();
    await home.remove();
  });

  it('lists, shows and cancels what a service runs', async () => {
    const listed = await rapportJson<{ jobs: Job[] }>(['jobs', 'list', '--kind', 'loyalty-booking'], {
      home: home.path,
    });
    expect(listed).toMatchObject({ code: 0, answer: { jobs: [{ kind: 'loyalty-booking' }] } });
    const { id } = listed.answer.jobs[0]!;
    const shown = await rapportJson<Job>(['jobs', 'show', id], { home: home.path });
    expect(shown).toMatchObject({ code: 0, answer: { id, attempts: 1 } });
    expect(await rapportJson(['jobs', 'cancel', id], { home: home.path })).toMatchObject({ code: 0, answer: { id } });
    expect((await rapport(['jobs', 'show', id], { home: home.path })).stdout).toContain('loyalty-booking');
    expect(await rapport(['jobs', 'show', 'x'], { home: home.path })).toMatchObject({
      code: 3,
      stdout: '',
      stderr: 'rapport: no job x\n',
    });
    expect(await rapport(['jobs', 'list', '--status', 'gone'], { home: home.path })).toMatchObject({ code: 2 });
  });
});
