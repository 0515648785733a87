import type { ClientBase, Connection, Submittable } from 'pg';
import type { StoredEvent } from '../../port/stored-event.js';
import { storedEventOf } from './stored-event-row.js';

/** Signature (11 bytes), flags (4) and length of an empty extension (4), before the first row. */
const FILE_HEADER_BYTES = 19;

/**
 * The events of a query, by COPY in binary format: the driver decodes every ordinary result as text, which would cost
 * bytes their doubling in hex. COPY takes no parameters, so the query carries its values as literals.
 */
export function copyEvents(client: ClientBase, query: string): Promise<StoredEvent[]> {
  return new Promise((resolve, reject) => {
    client.query(
      new CopyRows(`COPY (${query}) TO STDOUT (FORMAT binary)`, (error, events) => {
        if (error) reject(error);
        else resolve(events);
      }),
    );
  });
}

/** A statement as the driver runs it, with the callbacks that it calls. */
class CopyRows implements Submittable {
  private readonly events: StoredEvent[] = [];
  private headerSeen = false;

  constructor(
    private readonly statement: string,
    private readonly done: (error: Error | null, events: StoredEvent[]) => void,
  ) {}

  submit(connection: Connection): void {
    connection.query(this.statement);
  }

  /** One message is one row; the first one brings the header along, the last one is the trailer. */
  handleCopyData({ chunk }: { chunk: Buffer }): void {
    const row = this.headerSeen ? chunk : chunk.subarray(FILE_HEADER_BYTES);
    this.headerSeen = true;
    if (row.readInt16BE(0) < 0) return;
    // The driver uses the memory of its buffer again.
    this.events.push(storedEventOf(Buffer.from(row)));
  }

  handleError(error: Error): void {
    this.callback(error);
  }

  handleReadyForQuery(): void {
    this.callback(null);
  }

  handleCommandComplete(): void {
    // The end is told by ReadyForQuery.
  }

  /** The driver puts a wrapper of its own in this place to stop its timer. */
  callback = (error: Error | null): void => this.done(error, this.events);
}
