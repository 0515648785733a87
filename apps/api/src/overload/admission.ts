import { Overloaded } from './overloaded.js';
import { RETRY_AFTER_SECONDS } from './retry-after.js';

/** Commands may wait for the log, reads for the read models: each have room of their own. */
export type WorkKind = 'command' | 'read';

export interface AdmissionLimits {
  /** Requests worked on at once. */
  requests: Readonly<Record<WorkKind, number>>;
  /** Bytes of the bodies worked on at once. */
  bodyBytes: number;
}

/** The room for requests: what is inside is counted, what is too much is refused at the door. */
export class Admission {
  private readonly requests: Record<WorkKind, number> = { command: 0, read: 0 };
  private bodyBytes = 0;

  constructor(private readonly limits: AdmissionLimits) {}

  /** Requests of a kind that are worked on now. */
  underWay(kind: WorkKind): number {
    return this.requests[kind];
  }

  /** Takes a request in; it must be told when it has left. A body is never too large on its own. Throws Overloaded. */
  admit(kind: WorkKind, bodyBytes: number): Admitted {
    if (this.requests[kind] >= this.limits.requests[kind]) throw new Overloaded('requests', RETRY_AFTER_SECONDS.full);
    if (this.bodyBytes > 0 && this.bodyBytes + bodyBytes > this.limits.bodyBytes) {
      throw new Overloaded('body-bytes', RETRY_AFTER_SECONDS.full);
    }
    this.requests[kind] += 1;
    this.bodyBytes += bodyBytes;
    return new Admitted(() => {
      this.requests[kind] -= 1;
      this.bodyBytes -= bodyBytes;
    });
  }
}

/**
 * A request that was taken in. It leaves when its answer is out, or its connection gone, and nobody works on it any
 * more: a caller who hangs up and comes again leaves his first request waiting for the log, with all it holds.
 */
export class Admitted {
  private isAnswered = false;
  private isWorkedOn = false;
  private hasLeft = false;

  constructor(private readonly giveUpPlace: () => void) {}

  workBegins(): void {
    this.isWorkedOn = true;
  }

  workEnds(): void {
    this.isWorkedOn = false;
    this.leaveWhenDone();
  }

  /** The answer is out, or never will be. */
  answered(): void {
    this.isAnswered = true;
    this.leaveWhenDone();
  }

  private leaveWhenDone(): void {
    if (this.hasLeft || this.isWorkedOn || !this.isAnswered) return;
    this.hasLeft = true;
    this.giveUpPlace();
  }
}
