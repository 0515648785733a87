import type { StoredEvent } from '../../port/stored-event.js';

/** The columns that storedEventOf expects, in this order. */
export const EVENT_COLUMNS = 'position, revision, event_id, stream, type, data, metadata';

/** Reads one row in binary COPY format: the number of fields (16 bits), then length (32 bits) and bytes of each. */
export function storedEventOf(row: Buffer): StoredEvent {
  // Fixed places: three lengths are known, 8, 4 and 16 bytes.
  const position = row.readBigInt64BE(6);
  const revision = row.readInt32BE(18);
  const id = uuidText(row.toString('hex', 26, 42));
  const streamEnd = 46 + row.readInt32BE(42);
  const typeEnd = streamEnd + 4 + row.readInt32BE(streamEnd);
  const dataEnd = typeEnd + 4 + row.readInt32BE(typeEnd);
  return {
    id,
    stream: row.toString('utf8', 46, streamEnd),
    revision,
    position,
    type: row.toString('utf8', streamEnd + 4, typeEnd),
    data: row.subarray(typeEnd + 4, dataEnd),
    metadata: row.subarray(dataEnd + 4),
  };
}

function uuidText(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
