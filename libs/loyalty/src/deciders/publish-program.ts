import { decider, toUtc, refuse } from '#kernel';
import type { ProgramPublished } from '../events/program-published.js';
import { programs, type Programs } from '../rules/programs.js';
import { checkProgram } from '../rules/program-check.js';

/**
 * Programmes are published version by version: each follows the last one, is in force no earlier than that, and its rules
 * say all that they need.
 */
export const publishProgram = decider<Programs>({
  decides: ['ProgramPublished'],
  initialState: () => programs.initialState(),
  evolve: (published, fact) => programs.evolve(published, fact),

  decide(fact, published) {
    const said = fact.data as ProgramPublished;
    const last = published.get(said.program)?.at(-1);
    const next = (last?.programVersion ?? 0) + 1;
    if (said.programVersion !== next) {
      refuse('next-version', 'programVersion', `the next version of ${said.program} is ${next}`);
    }
    if (last && toUtc(said.effectiveFrom) < last.effectiveFrom) {
      refuse(
        'not-before-last',
        'effectiveFrom',
        `version ${last.programVersion} is in force from ${last.effectiveFrom}`,
      );
    }
    const violation = checkProgram(said);
    if (violation) refuse(violation.rule, violation.field, violation.message);
    return [fact];
  },
});
