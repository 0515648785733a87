import 'reflect-metadata';
import { USAGE, parseFaultsArguments } from './options.js';
import { makePlan } from './plan/make-plan.js';
import { planText } from './plan/plan-text.js';
import { episodeLine, hasFailed, summaryText } from './report.js';
import { runSeeds } from './run.js';

const FAILED = 1;
const WRONG_USAGE = 2;

const options = parseFaultsArguments(process.argv.slice(2), Date.now() % 1_000_000);
if (!options) {
  process.stderr.write(USAGE);
  process.exitCode = WRONG_USAGE;
} else if (options.planOnly) {
  for (const seed of options.seeds) process.stdout.write(planText(makePlan(seed)));
} else {
  const say = (line: string): boolean => (options.json ? process.stderr : process.stdout).write(`${line}\n`);
  const report = await runSeeds(options, (result) => say(episodeLine(result)));
  say(summaryText(report));
  if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  if (hasFailed(report)) process.exitCode = FAILED;
}
