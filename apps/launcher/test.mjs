import { ensureReady } from './ensure-ready.mjs';
import { runNode } from './run.mjs';
import { CannotRun, orStop, say } from './say.mjs';

const checks = [
  { name: 'types', args: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit'] },
  { name: 'lint', args: ['node_modules/eslint/bin/eslint.js', '.'] },
  { name: 'format', args: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'] },
  {
    name: 'boundaries between the parts',
    args: [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      'test/boundaries.cjs',
      'apps',
      'libs',
    ],
  },
];

const jest = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
  '--config',
  'test/jest.config.js',
];

// With arguments, such as the path of one test, only the tests they choose.
const chosen = process.argv.slice(2);

await orStop(1, async () => {
  await ensureReady();
  for (const { name, args } of chosen.length > 0 ? [] : checks) {
    say(`checking ${name}`);
    if (runNode(args) !== 0) throw new CannotRun(`the check of ${name} failed; see above`);
  }
});
say('running tests');
process.exitCode = runNode([...jest, ...chosen], { toStdout: true }) === 0 ? 0 : 1;
