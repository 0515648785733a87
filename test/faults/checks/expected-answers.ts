import type { Check } from './evidence.js';

/** No answer was one that no fault explains, such as an error of the server. */
export const expectedAnswers: Check = ({ history }) => [...history.unexpected];
