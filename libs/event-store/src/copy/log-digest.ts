import { createHash } from 'node:crypto';
import type { StoredEvent } from '../port/stored-event.js';

/**
 * A digest over events in their order: what they say, where they stand in their streams, and in which order they
 * follow one another; not their positions, which are another engine's own affair.
 */
export class LogDigest {
  private readonly hash = createHash('sha256');
  private count = 0;

  add({ stream, revision, id, type, data, metadata }: StoredEvent): void {
    // The lengths keep one field from reaching into the next.
    this.hash.update(`${JSON.stringify([stream, revision, id, type, data.length, metadata.length])}\n`);
    this.hash.update(data).update(metadata);
    this.count += 1;
  }

  get events(): number {
    return this.count;
  }

  /** `sha256:` and 64 hexadecimal digits. To be asked for once, at the end. */
  value(): string {
    return `sha256:${this.hash.digest('hex')}`;
  }
}
