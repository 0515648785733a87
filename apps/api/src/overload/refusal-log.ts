import type { Logger } from 'pino';
import type { OverloadReason } from './overloaded.js';

const AT_MOST_EVERY_MS = 1_000;

/** Tells of refusals in one line a second: a line for each would be work that an overloaded process cannot afford. */
export class RefusalLog {
  private refused = 0;
  private toldAtMs = -Infinity;

  constructor(private readonly logger: Logger) {}

  note(reason: OverloadReason): void {
    this.refused += 1;
    const nowMs = performance.now();
    if (nowMs - this.toldAtMs < AT_MOST_EVERY_MS) return;
    this.logger.warn({ reason, refused: this.refused }, 'overloaded: requests are refused');
    this.toldAtMs = nowMs;
    this.refused = 0;
  }
}
