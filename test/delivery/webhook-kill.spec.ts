import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '../processes/support/free-port.js';
import { Service } from '../processes/support/service.js';
import { TemporaryHome } from '../processes/support/temporary-home.js';
import { Receiver } from './support/receiver.js';

const KILLS = Number(process.env['RAPPORT_KILLS'] ?? 3);
const CUSTOMERS = 4;

describe('a sender that is killed', () => {
  let home: TemporaryHome;
  let service: Service;
  let receiver: Receiver;

  beforeEach(async () => {
    home = await TemporaryHome.make();
    receiver = await Receiver.start();
    service = await Service.serving({ home: home.path, port: await freePort() });
  });
  afterEach(async () => {
    await service.end('SIGKILL');
    await receiver.stop();
    await home.remove();
  });

  it('has lost nothing when it comes again, and each customer’s events arrive in order', async () => {
    const port = Number(new URL(service.url).port);
    await service.post('/v1/webhooks', { url: receiver.url, types: ['NoteAdded'] });
    const customers: string[] = [];
    for (let n = 0; n < CUSTOMERS; n += 1) {
      customers.push((await service.post<{ customerId: string }>('/v1/customers', { name: `C ${n}` })).body.customerId);
    }
    const acknowledged = new Map<string, string[]>(customers.map((id) => [`customer:${id}`, []]));
    const record = async (count: number): Promise<void> => {
      for (let n = 0; n < count; n += 1) {
        await Promise.all(
          customers.map(async (id) => {
            const { body } = await service.post<{ position: string }>(`/v1/customers/${id}/notes`, { text: 'x' });
            acknowledged.get(`customer:${id}`)!.push(body.position);
          }),
        );
      }
    };
    let total = 0;
    for (let kill = 1; kill <= KILLS; kill += 1) {
      // Answers late, so that most kills hit deliveries under way.
      receiver.answering = async () => {
        await delay(20);
        return { status: 200 };
      };
      await record(15);
      total += 15 * CUSTOMERS;
      const before = receiver.accepted.length;
      await receiver.until(({ accepted }) => accepted.length > before);
      await service.end('SIGKILL');
      service = await Service.serving({ home: home.path, port });
    }
    await receiver.until(({ accepted }) => new Set(accepted.map(({ id }) => id)).size === total);
    expect(receiver.acceptedBySubject).toEqual(acknowledged);
    for (const { id, event } of receiver.received) expect(id).toBe(event.eventid);
    process.stderr.write(`killed ${KILLS} times: ${total} events, ${receiver.received.length} deliveries\n`);
    expect(await service.stop()).toMatchObject({ code: 0 });
  });
});
