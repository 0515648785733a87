import { describe, expect, it } from '@jest/globals';
import { CLIENT_FAULT_KINDS, FAULT_KINDS } from './fault.js';
import { makePlan } from './make-plan.js';
import { planText } from './plan-text.js';

const SEEDS = Array.from({ length: 200 }, (_, seed) => seed);

describe('the plan of a seed', () => {
  it('is the same whenever it is made, and another for another seed', () => {
    for (const seed of [0, 1, 7, 999_999]) expect(makePlan(seed)).toEqual(makePlan(seed));
    expect(new Set(SEEDS.map((seed) => planText(makePlan(seed)))).size).toBe(SEEDS.length);
  });

  it('holds every kind of fault, over some seeds', () => {
    const kinds = SEEDS.flatMap((seed) => makePlan(seed).faults.map(({ kind }) => kind));
    expect(new Set(kinds)).toEqual(new Set(FAULT_KINDS));
    expect(CLIENT_FAULT_KINDS).toHaveLength(3);
  });

  it('has read models rebuilt in every other seed, verified or not, and changes nothing else by that', () => {
    const rebuilds = SEEDS.flatMap((seed) => makePlan(seed).rebuild ?? []);
    expect(rebuilds.length).toBeGreaterThan(70);
    expect(rebuilds.length).toBeLessThan(130);
    expect(new Set(rebuilds.map(({ verify }) => verify)).size).toBe(2);
  });

  it('holds every kind of request, repeated at once and late, in order and out of it, insisted on or not', () => {
    const operations = SEEDS.slice(0, 20).flatMap((seed) => makePlan(seed).clients.flat());
    expect(new Set(operations.map(({ way }) => way))).toEqual(new Set(['command', 'event', 'batch', 'lines']));
    expect(new Set(operations.flatMap(({ facts }) => facts.map(({ type }) => type)))).toEqual(
      new Set(['CustomerRegistered', 'CallLogged', 'PurchaseRecorded', 'PurchaseReturned', 'RedeemPoints']),
    );
    expect(new Set(operations.map(({ repetition }) => repetition?.when))).toEqual(
      new Set([undefined, 'at once', 'late']),
    );
    expect(new Set(operations.map(({ insists }) => insists)).size).toBe(2);
    expect(new Set(operations.map(({ overlaps }) => overlaps)).size).toBe(2);
    const isInOrder = (order: readonly number[]) => order.every((place, index) => place === index);
    expect(
      new Set(operations.flatMap(({ repetition }) => (repetition ? [isInOrder(repetition.order)] : []))).size,
    ).toBe(2);
  });

  it('never names two facts alike, so that seeds can share a ledger', () => {
    const keys = SEEDS.flatMap((seed) => {
      const { customers, clients } = makePlan(seed);
      return [...customers, ...clients.flat().flatMap(({ facts }) => facts)].map(({ key }) => key);
    });
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('sends every place of a request again, each once', () => {
    for (const { facts, repetition } of SEEDS.flatMap((seed) => makePlan(seed).clients.flat())) {
      if (repetition) expect([...repetition.order].sort((a, b) => a - b)).toEqual(facts.map((_, place) => place));
    }
  });

  it('can be read', () => {
    const text = planText(makePlan(3));
    expect(text).toContain('seed 3: 6 customers, 6 clients\n');
    for (const { atMs, kind } of makePlan(3).faults) expect(text).toContain(`at ${atMs} ms ${kind}`);
  });
});
