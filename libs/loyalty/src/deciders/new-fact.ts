import type { ClassOf, NewFact } from '#kernel';

/** A fact that a decision about points makes; `occurredAt` where it is not when the fact happened that it follows from. */
export function newFact<Body extends object>(type: ClassOf<Body>, data: Body, occurredAt?: string): NewFact<Body> {
  return occurredAt === undefined ? { type: type.name, data } : { type: type.name, data, occurredAt };
}

/** The later of two instants. */
export function later(a: string, b: string): string {
  return a > b ? a : b;
}
