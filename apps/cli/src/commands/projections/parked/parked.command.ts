import type { Command } from 'commander';
import type { Run } from '../../../run.js';
import { listParked } from './list-parked.js';
import { retryParked } from './retry-parked.js';
import { showParked } from './show-parked.js';
import { skipParked } from './skip-parked.js';

/** `projections parked list|show|retry|skip`. Nothing is caught up first. */
export function parkedCommand(projections: Command, run: Run): void {
  const parked = projections.command('parked').description('events that projections have left out, and what to do');
  for (const add of [listParked, showParked, retryParked, skipParked]) add(parked, run);
}
