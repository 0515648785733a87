// Enough random histories for every kind of fact to be among them; thousands for every mutant would take days.
process.env.RAPPORT_HISTORIES ??= '250';

/** The rules that money and points depend on: what is mutated, and the specs that must notice. */
export default {
  mutate: [
    'libs/loyalty/src/{rules,deciders,policies}/**/*.ts',
    'libs/sales/src/rules/funnel*.ts',
    '!libs/**/*.spec.ts',
  ],
  plugins: ['@stryker-mutator/mocha-runner'],
  testRunner: 'mocha',
  testRunnerNodeArgs: ['--import=./test/mutation/typescript-modules.mjs', '--disable-warning=ExperimentalWarning'],
  mochaOptions: {
    'no-config': true,
    'no-package': true,
    spec: [
      'libs/loyalty/src/**/*.spec.ts',
      'libs/sales/src/{rules,projections,queries}/**/*.spec.ts',
      'test/properties/loyalty-accounting.spec.ts',
      'test/properties/loyalty-read-side.spec.ts',
    ],
  },
  coverageAnalysis: 'perTest',
  // What is evaluated once, when a file is loaded, would need a fresh process for each mutant: most of the time for the least.
  ignoreStatic: true,
  concurrency: 2,
  // A fresh process compiles the libs first, on a busy machine for many seconds; that must not count as a loop without end.
  timeoutMS: 20_000,
  timeoutFactor: 3,
  tempDirName: 'test/mutation/.stryker-tmp',
  reporters: ['clear-text', 'json', 'html'],
  clearTextReporter: { logTests: false, reportTests: false },
  jsonReporter: { fileName: 'test/mutation/reports/mutation.json' },
  htmlReporter: { fileName: 'test/mutation/reports/mutation.html' },
  thresholds: { high: 95, low: 85, break: 85 },
  disableTypeChecks: false,
  ignorePatterns: [
    '/*',
    '!/libs',
    '!/test',
    '!/package.json',
    '!/tsconfig.json',
    '/test/*',
    '!/test/support',
    '!/test/properties',
    '!/test/mutation',
    '!/test/jest.config.js',
    'test/mutation/node_modules',
    'test/mutation/reports',
  ],
};
