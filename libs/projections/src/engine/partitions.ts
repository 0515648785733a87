import { crc32 } from 'node:zlib';

/**
 * Into how many parts the streams are divided for projections that several processes derive. Known to the database by
 * the number of checkpoints: where it is changed, projections are derived again.
 */
export const PARTITIONS = 8;

/** The part that the stream belongs to, in every process alike: CRC-32 of its name in UTF-8. */
export function partitionOf(stream: string): number {
  return crc32(stream) % PARTITIONS;
}
