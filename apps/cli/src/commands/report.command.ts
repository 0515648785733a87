import type { Command } from 'commander';
import type { Run } from '../run.js';
import { conversionReport } from './reports/conversion-report.js';
import { funnelReport } from './reports/funnel-report.js';
import { liabilityReport } from './reports/liability-report.js';
import { opportunitiesReport } from './reports/opportunities-report.js';
import { refusalsReport } from './reports/refusals-report.js';
import { repeatPurchasesReport } from './reports/repeat-purchases-report.js';

/** `report …`: figures over the whole base. */
export function reportCommand(program: Command, run: Run): void {
  const reports = program.command('report').description('figures over the whole base');
  for (const report of [
    funnelReport,
    conversionReport,
    opportunitiesReport,
    refusalsReport,
    liabilityReport,
    repeatPurchasesReport,
  ]) {
    report(reports, run);
  }
}
