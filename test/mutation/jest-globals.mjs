/** What specs import from Jest, on Mocha: it loads the specs once and then runs them in milliseconds, mutant after mutant. */
import { expect } from 'expect';

const { describe, it, beforeEach, afterEach, before, after } = globalThis;

export { afterEach, after as afterAll, before as beforeAll, beforeEach, describe, expect, it, it as test };
