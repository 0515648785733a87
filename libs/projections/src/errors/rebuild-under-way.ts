import { RapportError } from '#kernel';

/** Read models are being built anew already: two would stand in each other's way. */
export class RebuildUnderWay extends RapportError {
  readonly code = 'rebuild-under-way';

  constructor(jobId: string) {
    super(`another rebuild is under way, job ${jobId}: wait for it, or cancel it`, { jobId });
  }
}
