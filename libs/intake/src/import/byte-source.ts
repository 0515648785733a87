/** Size and digest of what is imported. */
export interface SourceIdentity {
  bytes: number;
  /** SHA-256 of the bytes as they lie there, hexadecimal. */
  sha256: string;
}

export interface ReadingOptions {
  /** Is told how many bytes were read with each chunk, as they lie there. */
  onBytes?: (bytes: number) => void;
  signal?: AbortSignal | undefined;
}

/** Bytes that can be read from their beginning as often as need be: a file's, or those of an upload. */
export interface ByteSource {
  /** What it is called: in messages, and to find the part of a mapping that is for it. */
  name: string;
  /** The bytes as they lie there, in chunks of at most so many. Throws FileUnreadable, and what the database's driver throws. */
  read(chunkBytes: number, options?: ReadingOptions): AsyncIterable<Buffer>;
  /** The first ones; fewer when there are no more. Throws as reading does. */
  first(count: number): Promise<Buffer>;
  /** Throws as reading does. */
  identity(): Promise<SourceIdentity>;
}
