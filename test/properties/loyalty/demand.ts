/** An accounting rule that a history broke. */
export class Broken extends Error {
  constructor(
    readonly rule: string,
    about: unknown,
  ) {
    super(`${rule}: ${JSON.stringify(about)}`);
  }
}

export function demand(holds: boolean, rule: string, about: unknown): asserts holds {
  if (!holds) throw new Broken(rule, about);
}
