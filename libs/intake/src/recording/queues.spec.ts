import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Queues } from './queues.js';

describe('queues', () => {
  const batches: string[][] = [];
  const echo = async (key: string, items: readonly string[]): Promise<PromiseSettledResult<string>[]> => {
    batches.push([key, ...items]);
    await delay(5);
    if (items.includes('breaks')) throw new Error('broken');
    return items.map((item) =>
      item === 'fails'
        ? { status: 'rejected', reason: new Error(item) }
        : { status: 'fulfilled', value: `${key}${item}` },
    );
  };

  it('work off together what waited for the same key, in order, and all else at the same time', async () => {
    batches.length = 0;
    const queues = new Queues(echo, 3);
    const results = await Promise.all([
      ...['1', '2', '3', '4', '5'].map((item) => queues.take('a', item)),
      queues.take('b', '1'),
    ]);
    expect(results).toEqual(['a1', 'a2', 'a3', 'a4', 'a5', 'b1']);
    expect(batches).toEqual([
      ['a', '1'],
      ['b', '1'],
      ['a', '2', '3', '4'],
      ['a', '5'],
    ]);
  });

  it('give each item its own error, all of them one that is nobody’s, and go on after both', async () => {
    const queues = new Queues(echo, 10);
    const outcomes = await Promise.allSettled(['1', 'fails', '2'].map((item) => queues.take('a', item)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const broken = await Promise.allSettled(['1', 'breaks', '2'].map((item) => queues.take('a', item)));
    expect(broken.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await queues.take('a', '3')).toBe('a3');
  });

  it('let somebody have several keys alone, in turn with what waits for each of them', async () => {
    const seen: string[] = [];
    const queues = new Queues(async (key: string, items: readonly string[]) => {
      seen.push(`${key}${items.join('')} begins`);
      await delay(5);
      seen.push(`${key}${items.join('')} ends`);
      return items.map((item) => ({ status: 'fulfilled' as const, value: item }));
    }, 10);
    const alone = (name: string, keys: string[]) =>
      queues.alone(keys, async () => {
        seen.push(`${name} begins`);
        await delay(5);
        seen.push(`${name} ends`);
        if (name === 'breaks') throw new Error('broken');
        return name;
      });
    const outcomes = await Promise.allSettled([
      queues.take('a', '1'),
      alone('both', ['b', 'a', 'b']),
      alone('back', ['a', 'b']),
      queues.take('a', '2'),
      queues.take('a', '3'),
      alone('breaks', ['a']),
      queues.take('a', '4'),
    ]);
    expect(outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : 'rejected'))).toEqual([
      ...['1', 'both', 'back', '2', '3', 'rejected', '4'],
    ]);
    const steps = ['a1', 'both', 'back', 'a23', 'breaks', 'a4'];
    expect(seen).toEqual(steps.flatMap((name) => [`${name} begins`, `${name} ends`]));
    expect(await queues.take('b', '5')).toBe('5');
  });
});
