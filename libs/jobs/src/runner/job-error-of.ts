import { RapportError } from '#kernel';
import type { JobError } from '../job.js';
import { mayPass } from './may-pass.js';

const MAX_VIOLATIONS = 100;

/** What everybody may read of an error. What is not meant for them stays out of it. */
export function jobErrorOf(error: unknown): JobError {
  if (error instanceof RapportError) {
    const { code, message } = error;
    const errors = error.violations.slice(0, MAX_VIOLATIONS);
    return { code, message, ...(errors.length > 0 ? { errors } : {}) };
  }
  if (mayPass(error)) return { code: 'unavailable', message: 'the database could not be reached' };
  return { code: 'unexpected', message: 'the log of the process that ran it has the details under the id of the job' };
}
