import { RuleViolated } from './rule-violated.js';

/** Refuses what is asked for: which rule, at which field, in words. */
export function refuse(rule: string, field: string, message: string): never {
  throw new RuleViolated({ field, rule, message });
}
