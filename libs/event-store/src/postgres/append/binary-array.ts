/** Element types by their number in PostgreSQL's catalogue (pg_type.oid, the same in every database). */
const OID = { bytea: 17, integer: 23, text: 25, uuid: 2950 } as const;
const HEADER_BYTES = 20;

/**
 * One-dimensional arrays in PostgreSQL's binary format (array_recv): dimensions, whether there are nulls, element type,
 * length, lower bound, then length and bytes of each element, all big-endian. The driver sends a Buffer as it is, so
 * nothing is escaped here and nothing parsed there.
 */
export function byteaArray(values: readonly Buffer[]): Buffer {
  let size = HEADER_BYTES;
  for (const value of values) size += 4 + value.length;
  const array = withHeader(size, OID.bytea, values.length);
  let at = HEADER_BYTES;
  for (const value of values) {
    at = array.writeInt32BE(value.length, at);
    at += value.copy(array, at);
  }
  return array;
}

export function textArray(values: readonly string[]): Buffer {
  let size = HEADER_BYTES;
  for (const value of values) size += 4 + Buffer.byteLength(value);
  const array = withHeader(size, OID.text, values.length);
  let at = HEADER_BYTES;
  for (const value of values) {
    const bytes = array.write(value, at + 4);
    array.writeInt32BE(bytes, at);
    at += 4 + bytes;
  }
  return array;
}

export function integerArray(values: readonly number[]): Buffer {
  const array = withHeader(HEADER_BYTES + 8 * values.length, OID.integer, values.length);
  let at = HEADER_BYTES;
  for (const value of values) {
    at = array.writeInt32BE(4, at);
    at = array.writeInt32BE(value, at);
  }
  return array;
}

/** From UUIDs in their canonical text form. */
export function uuidArray(values: readonly string[]): Buffer {
  const array = withHeader(HEADER_BYTES + 20 * values.length, OID.uuid, values.length);
  let at = HEADER_BYTES;
  for (const value of values) {
    at = array.writeInt32BE(16, at);
    at += array.write(value.replaceAll('-', ''), at, 'hex');
  }
  return array;
}

function withHeader(size: number, elementOid: number, length: number): Buffer {
  const array = Buffer.allocUnsafe(size);
  array.writeInt32BE(1, 0);
  array.writeInt32BE(0, 4);
  array.writeInt32BE(elementOid, 8);
  array.writeInt32BE(length, 12);
  array.writeInt32BE(1, 16);
  return array;
}
