import { isUuid, OneOf, Text, ValidationFailed } from '#kernel';
import { JOB_STATUSES, type Job } from '../job.js';

const DEFAULT_LIMIT = 50;

/** What the list of jobs may be asked for. */
export class ListJobsQuery {
  @OneOf(JOB_STATUSES, { about: 'Jobs that are in this state', optional: true })
  status?: string;

  @Text({ about: 'Jobs of this kind', max: 100, optional: true })
  kind?: string;

  @Text({
    about: 'Items to a page, 1 to 500; by default 50',
    pattern: /^([1-9]\d?|[1-4]\d\d|500)$/,
    optional: true,
  })
  limit?: string;

  @Text({ about: 'The `next` of the page before', max: 500, optional: true })
  cursor?: string;
}

/** Why a job is cancelled. */
export class CancelJobBody {
  @Text({ about: 'Why; it is shown with the job', max: 500, optional: true })
  reason?: string;
}

export function limitOf({ limit }: ListJobsQuery): number {
  return limit === undefined ? DEFAULT_LIMIT : Number(limit);
}

/** The place behind a job, as an opaque text. */
export function cursorAfter({ id }: Job): string {
  return Buffer.from(id, 'utf8').toString('base64url');
}

/** The id that a cursor of ours says. Throws ValidationFailed for a text that is none. */
export function idOfCursor(cursor: string): string {
  const id = Buffer.from(cursor, 'base64url').toString('utf8');
  if (isUuid(id)) return id;
  throw new ValidationFailed([{ field: 'cursor', rule: 'format', message: 'is not a cursor that this list gave' }]);
}
