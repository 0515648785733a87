/**
 * Who may import whom. Each rule says why it is there. Checked by `npm run boundaries`, and that the check can fail by
 * test/house/boundaries.spec.ts.
 */

/** Plain functions and data, in every lib. */
const pure = '^libs/[^/]+/src/(events|deciders|rules|projections)/|^libs/kernel/src/facts/';
const machinery = 'kernel|event-store|embedded-database|work|jobs|projections|intake|observability|delivery';
const domains = 'customers|interactions|sales|service|loyalty|insight';
const tests = '[.]spec[.]ts$|^test/|/testing/';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Files that need each other cannot be understood, tested or moved one at a time.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'pure-files-stay-pure',
      comment:
        'Facts, decisions and folds are read and tested without knowing a framework, and give the same answer in a ' +
        'command, in a projection, in a rebuild and in a question about the past.',
      severity: 'error',
      from: { path: pure, pathNot: `${tests}|^libs/projections/` },
      to: { path: '(^|node_modules/)(@nestjs/|typeorm|pg($|/)|pg-[a-z-]+)' },
    },
    {
      name: 'pure-files-do-no-io',
      comment: 'What reads a clock, a file or the network gives another answer the next time.',
      severity: 'error',
      from: { path: pure, pathNot: `${tests}|^libs/projections/` },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|buffer|util)$' },
    },
    {
      name: 'machinery-knows-no-domain',
      comment: 'The log, the engine of projections and the intake serve facts they have never heard of.',
      severity: 'error',
      from: { path: `^libs/(${machinery})/`, pathNot: tests },
      to: { path: '^(libs|apps)/', pathNot: `^libs/(${machinery})/` },
    },
    {
      name: 'domains-meet-as-types-only',
      comment:
        'A domain may speak of another’s facts, but not run its code: what must be shared lies in the kernel, what ' +
        'must be asked goes over the query bus.',
      severity: 'error',
      from: { path: `^libs/(${domains})/`, pathNot: tests },
      to: {
        path: `^libs/(${domains})/`,
        pathNot: '^libs/$1/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'only-the-index-from-outside',
      comment: 'What a lib offers is what its index says; the rest can change without asking anybody.',
      severity: 'error',
      from: { path: '^(libs|apps|bench|test)/([^/]+)/' },
      to: {
        path: '^libs/[^/]+/',
        pathNot: ['^libs/[^/]+/src/((booking|http|queries|read-models)/)?index[.]ts$', '^$1/$2/'],
      },
    },
    {
      name: 'only-http-loads-http',
      comment:
        'A command or a thread loads what it uses. What belongs to HTTP, with all that describes it, takes longer to load ' +
        'than many a command runs.',
      severity: 'error',
      from: {
        path: '^libs/[^/]+/src/(index[.]ts|booking|queries|read-models|rules|projections|engine|rebuild|parked)',
      },
      to: { path: '^libs/[^/]+/src/http/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'libs-know-no-app',
      comment: 'Apps put libs together; a lib that knew its app could serve no other.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'programs-contain-no-tests',
      comment: 'What runs must not depend on what is only there to test it.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: tests },
      to: { path: tests },
    },
    {
      name: 'everything-is-there',
      comment: 'An import that leads nowhere would also pass every other rule. What is compiled may not be there yet.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '(^|/)dist/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
