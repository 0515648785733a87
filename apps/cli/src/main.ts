import 'reflect-metadata';
import { Command, CommanderError } from 'commander';
import { customerCommand } from './commands/customer.command.js';
import { databaseCommand } from './commands/database.command.js';
import { generateCommand } from './commands/generate.command.js';
import { importCommand } from './commands/import.command.js';
import { jobsCommand } from './commands/jobs.command.js';
import { logCommand } from './commands/log.command.js';
import { loyaltyCommand } from './commands/loyalty.command.js';
import { programCommand } from './commands/program.command.js';
import { projectionsCommand } from './commands/projections/projections.command.js';
import { reportCommand } from './commands/report.command.js';
import { statsCommand } from './commands/stats.command.js';
import { EXIT } from './exit-codes.js';
import { run } from './run.js';

const program = new Command('rapport')
  .description('Event-sourced ledger of everything that happens between a company and its customers')
  .showHelpAfterError()
  .exitOverride();

for (const add of [
  importCommand,
  generateCommand,
  customerCommand,
  projectionsCommand,
  statsCommand,
  reportCommand,
  programCommand,
  loyaltyCommand,
  jobsCommand,
  databaseCommand,
  logCommand,
]) {
  add(program, run);
}
for (const command of program.commands) {
  command.exitOverride();
  for (const below of command.commands) below.exitOverride();
}

// Whoever reads the answer may have read enough, as `head` has: the work is still ended in good order.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.wrongUsage;
}
