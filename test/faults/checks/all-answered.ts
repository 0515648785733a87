import { isAnswered } from '../client/recorded-fact.js';
import type { Check } from './evidence.js';

/** Once everything was well again, all that clients insisted on was answered. */
export const allAnswered: Check = ({ history }) =>
  [...history.facts.values()]
    .filter((recorded) => recorded.insists && !isAnswered(recorded))
    .map(({ fact }) => `${fact.key} was never answered`);
