/** An event as an engine keeps it: bytes in, the same bytes out. */
export interface NewEvent {
  /** UUID, derived from the idempotency key. */
  id: string;
  type: string;
  /** The exact bytes of the body. */
  data: Buffer;
  /** The exact bytes of the metadata, the time of recording among them. */
  metadata: Buffer;
}

export interface StoredEvent extends NewEvent {
  stream: string;
  /** Place in the stream: 0, 1, 2 … */
  revision: number;
  /** Place in the whole log; later events have higher ones. Gapless from 1 where the engine says so. */
  position: bigint;
}
