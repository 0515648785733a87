import type { Command } from 'commander';
import { JOB_STATUSES, type Job, type JobProgress } from '#jobs';
import { isUuid, NotFound, ValidationFailed } from '#kernel';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { outputTo, table } from '../output.js';
import type { Run } from '../run.js';
import { withLedger } from '../with-ledger.js';

interface ListOptions {
  status?: string;
  kind?: string;
  limit: string;
  json?: true;
}

interface CancelOptions {
  reason?: string;
  json?: true;
}

const MAX_LISTED = 500;

/** `jobs list|show|cancel`: work that outlives the process that does it. Nothing is run here. */
export function jobsCommand(program: Command, run: Run): void {
  const jobs = program.command('jobs').description('work that outlives the process that does it: imports, bookings …');
  jobs
    .command('list')
    .description('jobs, the newest first')
    .option('--status <status>', `those that are ${JOB_STATUSES.join(', ')}`)
    .option('--kind <kind>', 'those of one kind')
    .option('--limit <number>', `how many, up to ${MAX_LISTED}`, '50')
    .option('--json', 'one JSON document')
    .action((options: ListOptions) => run(() => list(options)));
  jobs
    .command('show <id>')
    .description('one job: how far it is, what it came to, why it failed')
    .option('--json', 'one JSON document')
    .action((id: string, options: { json?: true }) => run(() => show(id, options)));
  jobs
    .command('cancel <id>')
    .description('cancel one that waits, or tell one that runs to stop')
    .option('--reason <text>', 'why; it is shown with the job')
    .option('--json', 'one JSON document')
    .action((id: string, options: CancelOptions) => run(() => cancel(id, options)));
}

async function list({ status, kind, limit, json }: ListOptions): Promise<ExitCode> {
  const count = Number(limit);
  if (!Number.isInteger(count) || count < 1 || count > MAX_LISTED) {
    const message = `must be a whole number from 1 to ${MAX_LISTED}`;
    throw new ValidationFailed([{ field: '--limit', rule: 'range', message }]);
  }
  if (status !== undefined && !(JOB_STATUSES as readonly string[]).includes(status)) {
    const message = `must be one of ${JOB_STATUSES.join(', ')}`;
    throw new ValidationFailed([{ field: '--status', rule: 'enum', message }]);
  }
  return withLedger(async (ledger) => {
    const jobs = await ledger.jobs.list({ status, kind, limit: count });
    outputTo(process.stdout, { json: json ?? false }).answer({ jobs }, () => listText(jobs));
    return EXIT.done;
  });
}

async function show(id: string, { json }: { json?: true }): Promise<ExitCode> {
  return withLedger(async ({ jobs }) => {
    outputTo(process.stdout, { json: json ?? false }).answer(await jobs.get(idOf(id)), jobText);
    return EXIT.done;
  });
}

async function cancel(id: string, { reason, json }: CancelOptions): Promise<ExitCode> {
  return withLedger(async ({ jobs }) => {
    outputTo(process.stdout, { json: json ?? false }).answer(await jobs.cancel(idOf(id), reason), jobText);
    return EXIT.done;
  });
}

function idOf(text: string): string {
  const id = text.toLowerCase();
  if (!isUuid(id)) throw new NotFound('job', text);
  return id;
}

function listText(jobs: readonly Job[]): string {
  return table(
    ['job', 'kind', 'status', 'made', 'progress'],
    jobs.map(({ id, kind, status, createdAt, progress }) => [id, kind, status, createdAt, progressText(progress)]),
  );
}

function jobText(job: Job): string {
  const { id, kind, status, attempts, runner, createdAt, startedAt, endedAt, progress, error, result } = job;
  return table(
    ['job', id],
    [
      ['kind', kind],
      ['status', status],
      ['made', createdAt],
      ['started', startedAt ?? ''],
      ['ended', endedAt ?? ''],
      ['taken up', `${attempts} times${runner === null ? '' : `, last by ${runner}`}`],
      ['progress', progressText(progress)],
      ...(error ? [['error', `${error.code}: ${error.message}`]] : []),
      ...(result === null ? [] : [['result', JSON.stringify(result)]]),
    ],
  );
}

function progressText(progress: JobProgress | null): string {
  if (!progress) return '';
  const { done, total, unit, message } = progress;
  const far = total === undefined ? `${done} ${unit}` : `${Math.floor((done / Math.max(total, 1)) * 100)} %`;
  return message === undefined ? far : `${far}, ${message}`;
}
