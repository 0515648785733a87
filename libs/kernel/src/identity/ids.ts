import { hash } from 'node:crypto';
import { v7 } from 'uuid';

/** Root namespaces: random constants, so that an event and a customer of the same name never share an id. */
const EVENT_NAMESPACE = namespaceBytes('6b1f2f0e-52a4-4b0e-9c38-0d6f6f3f5f10');
const CUSTOMER_NAMESPACE = namespaceBytes('d5a3c9f2-9a3f-4a70-8f0b-4c1d7e8b2a61');

const UUID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A new time-ordered id (UUIDv7, RFC 9562). */
export function newId(): string {
  return v7();
}

/** Whether `text` is a lower-case UUID in its canonical form. */
export function isUuid(text: string): boolean {
  return UUID_PATTERN.test(text);
}

/**
 * The id of the event that says the fact `sourceId` of `source`: UUIDv5 of the two, so that the same fact sent twice
 * is the same event. The source makes a namespace of its own first: no pair of texts can be read as another pair.
 */
export function eventIdOf(source: string, sourceId: string): string {
  return uuidV5(sourceNamespace(EVENT_NAMESPACE, source), sourceId);
}

/** The id of the customer that `source` calls `subject`: UUIDv5 of the two. */
export function customerIdOf(source: string, subject: string): string {
  return uuidV5(sourceNamespace(CUSTOMER_NAMESPACE, source), subject);
}

/** UUIDv5 (RFC 9562, section 5.5): the first 16 bytes of SHA-1 over namespace and name, version and variant set. */
function uuidV5(namespace: Buffer, name: string): string {
  const hex = hash('sha1', Buffer.concat([namespace, Buffer.from(name, 'utf8')]), 'hex');
  const variant = ((parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const namespacesBySource = new Map<string, Buffer>();
const NAMESPACES_KEPT = 1_000;

function sourceNamespace(root: Buffer, source: string): Buffer {
  const key = (root === EVENT_NAMESPACE ? 'e' : 'c') + source;
  const known = namespacesBySource.get(key);
  if (known) return known;
  const made = namespaceBytes(uuidV5(root, source));
  if (namespacesBySource.size >= NAMESPACES_KEPT) namespacesBySource.clear();
  namespacesBySource.set(key, made);
  return made;
}

function namespaceBytes(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}
