import { RapportError } from '#kernel';

/** Why work on a job has to end before it is done. */
export type StopReason = 'cancelled' | 'lost' | 'stopping';

const WORDS: Record<StopReason, string> = {
  cancelled: 'the job was cancelled',
  lost: 'another process may have taken the job over',
  stopping: 'this process stops',
};

/** The reason of a job's AbortSignal, and what writing under a job that is not one's own any more throws. */
export class JobStopped extends RapportError {
  readonly code = 'job-stopped';

  constructor(readonly why: StopReason) {
    super(WORDS[why]);
  }
}
