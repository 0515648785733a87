import { type Job, type JobError, JOB_STATUSES, type JobProgress } from '../job.js';

type Fields<T> = Record<keyof T, object>;

const TEXT = { type: 'string' };
const COUNT = { type: 'integer' };
const INSTANT = { type: 'string', format: 'date-time' };
const NUMBER = { type: 'number' };

function orNull(schema: object): object {
  return { anyOf: [schema, { type: 'null' }] };
}

const PROGRESS_FIELDS: Fields<Required<JobProgress>> = {
  done: NUMBER,
  total: { ...NUMBER, description: 'Where done ends, when that is known' },
  unit: { ...TEXT, description: 'What is counted' },
  message: { ...TEXT, description: 'What it is doing' },
  ratePerSecond: NUMBER,
};

const ERROR_FIELDS: Fields<Required<JobError>> = {
  code: { ...TEXT, description: 'Stable name of the kind of error' },
  message: TEXT,
  errors: {
    type: 'array',
    items: { type: 'object', required: ['field', 'rule', 'message'] },
    description: 'The fields at fault and the rules they break',
  },
};

const JOB_FIELDS: Fields<Job> = {
  id: { type: 'string', format: 'uuid' },
  kind: TEXT,
  parameters: { type: 'object' },
  status: { type: 'string', enum: JOB_STATUSES },
  progress: orNull({ type: 'object', properties: PROGRESS_FIELDS, required: ['done', 'unit'] }),
  result: { description: 'What it came to, by its kind; null before' },
  error: orNull({ type: 'object', properties: ERROR_FIELDS, required: ['code', 'message'] }),
  attempts: { ...COUNT, description: 'How often a process has taken it up' },
  revision: { ...COUNT, description: 'Rises with every change' },
  runner: orNull({ ...TEXT, description: 'The process that runs it or ran it last' }),
  createdAt: INSTANT,
  startedAt: orNull(INSTANT),
  endedAt: orNull(INSTANT),
  dueAt: { ...INSTANT, description: 'A queued one is not taken up before' },
};

/** JSON Schema of a job as everybody sees it. */
export const JOB_SCHEMA = { type: 'object', properties: JOB_FIELDS, required: Object.keys(JOB_FIELDS) };

export const JOB_LIST_SCHEMA = {
  type: 'object',
  properties: {
    jobs: { type: 'array', items: JOB_SCHEMA },
    next: orNull({ ...TEXT, description: 'Give it as cursor for the next page' }),
  },
  required: ['jobs', 'next'],
};

export const EVENT_STREAM = 'text/event-stream';
export const EVENT_STREAM_SCHEMA = {
  type: 'string',
  description: 'Server-sent events: each is named job, has the revision as its id, and the job as JSON',
};
