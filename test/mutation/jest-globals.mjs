/** What specs import from Jest, on Mocha: it loads the specs once and then runs them in milliseconds, mutant after mutant. */
import { format } from 'node:util';
import { expect } from 'expect';

const { describe, beforeEach, afterEach, before, after } = globalThis;

/** Jest's `each` over a list: of argument lists, or of single arguments. */
function each(cases) {
  return (title, body) => {
    for (const one of cases) {
      const args = Array.isArray(one) ? one : [one];
      globalThis.it(titleOf(title, args), () => body(...args));
    }
  };
}

/** A title with its `%s` filled in, or its `$name` out of the one argument. */
function titleOf(title, args) {
  const named = title.replace(/\$(\w+)/g, (whole, name) =>
    Object.hasOwn(Object(args[0]), name) ? args[0][name] : whole,
  );
  const places = named.match(/%[sdifjoO]/g)?.length ?? 0;
  return format(named, ...args.slice(0, places));
}

const it = Object.assign((title, body) => globalThis.it(title, body), { each });

export { afterEach, after as afterAll, before as beforeAll, beforeEach, describe, expect, it, it as test };
