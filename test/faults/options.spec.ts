import { describe, expect, it } from '@jest/globals';
import { parseFaultsArguments } from './options.js';

const seedsOf = (...args: string[]) => [...parseFaultsArguments(args, 100)!.seeds];

describe('the options of the harness', () => {
  it('name seeds: some, from one on, or these', () => {
    expect(seedsOf()).toHaveLength(20);
    expect(seedsOf('--seeds', '3')).toEqual([100, 101, 102]);
    expect(seedsOf('--seeds', '2', '--from-seed', '7')).toEqual([7, 8]);
    expect(seedsOf('--seed', '5')).toEqual([5]);
    expect(seedsOf('--seed', '5,3')).toEqual([5, 3]);
  });

  it('have no end of seeds when minutes are named', () => {
    const options = parseFaultsArguments(['--minutes', '30'], 4)!;
    expect(options.minutes).toBe(30);
    const seeds = options.seeds[Symbol.iterator]();
    expect(Array.from({ length: 1_000 }, () => seeds.next().value as number).at(-1)).toBe(1_003);
  });

  it('name processes by kind and number', () => {
    expect(parseFaultsArguments(['--processes', 'api:2'], 1)!.processes.map(({ name }) => name)).toEqual([
      'api',
      'api',
    ]);
  });

  it.each([
    ['--what'],
    ['--seeds', 'x'],
    ['--seeds', '0'],
    ['--seed', '1,x'],
    ['--seed', '-1'],
    ['--minutes', '-1'],
    ['--processes', 'api'],
    ['--processes', 'api:0'],
    ['--processes', 'oven:2'],
  ])('cannot be %s %s', (...args) => {
    expect(parseFaultsArguments(args, 1)).toBeUndefined();
  });
});
