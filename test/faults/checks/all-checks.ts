import { acknowledgedInOrder } from './acknowledged-in-order.js';
import { acknowledgedOnce } from './acknowledged-once.js';
import { allAnswered } from './all-answered.js';
import { checkpointMoves } from './checkpoint-moves.js';
import type { Check, Evidence } from './evidence.js';
import { expectedAnswers } from './expected-answers.js';
import { leases } from './leases.js';
import { nothingElse } from './nothing-else.js';
import { places } from './places.js';
import { points } from './points.js';
import { processes } from './processes.js';
import { readModels } from './read-models.js';
import { rightRefusals } from './right-refusals.js';
import { sameAnswers } from './same-answers.js';

/** Every check by the name under which it is reported. */
export const CHECKS: Readonly<Record<string, Check>> = {
  'acknowledged events are there once': acknowledgedOnce,
  'acknowledged events are in order': acknowledgedInOrder,
  'nothing else is there, and nothing twice': nothingElse,
  'positions and revisions have no gap': places,
  'a repeated request is answered the same': sameAnswers,
  'nothing is wrongly refused': rightRefusals,
  'no answer is unexpected': expectedAnswers,
  'all that clients insisted on is answered': allAnswered,
  'points are never overspent': points,
  'read models equal the fold of the log': readModels,
  'no checkpoint is moved twice': checkpointMoves,
  'no lease is held twice': leases,
  'no process ends by itself': processes,
};

const EXAMPLES = 3;

/** What fails, each with the first examples. */
export function failuresIn(evidence: Evidence): string[] {
  return Object.entries(CHECKS).flatMap(([name, check]) => {
    const wrong = check(evidence);
    if (wrong.length === 0) return [];
    const more = wrong.length > EXAMPLES ? `, and ${wrong.length - EXAMPLES} more` : '';
    return [`${name}: ${wrong.slice(0, EXAMPLES).join('; ')}${more}`];
  });
}
