import type { Command } from 'commander';
import type { Run } from '../../run.js';
import { digestProjections } from './digest-projections.js';
import { listProjections } from './list-projections.js';
import { parkedCommand } from './parked/parked.command.js';
import { rebuildProjections } from './rebuild-projections.js';

/** `projections list|status|digest|rebuild|parked`. */
export function projectionsCommand(program: Command, run: Run): void {
  const projections = program.command('projections').description('the read models: how far they are, rebuilding them');
  for (const add of [listProjections, digestProjections, rebuildProjections, parkedCommand]) add(projections, run);
}
