import { RapportError } from '#kernel';

/** Why the process takes no more at the moment. */
export type OverloadReason = 'requests' | 'body-bytes' | 'event-loop' | 'memory';

const WORDS: Record<OverloadReason, string> = {
  requests: 'as many requests are being worked on as this process takes at once',
  'body-bytes': 'as many bytes of bodies are being worked on as this process takes at once',
  'event-loop': 'this process is behind with its work',
  memory: 'the memory of this process is nearly used up',
};

/** The process has all the work that it can do; nothing of the request was done. */
export class Overloaded extends RapportError {
  readonly code = 'overloaded';

  constructor(
    readonly reason: OverloadReason,
    readonly retryAfterSeconds: number,
  ) {
    super(`${WORDS[reason]}; nothing was recorded, send it again later`, { retryAfterSeconds, reason });
  }
}
