import { isInstant, ValidationFailed, type Violation } from '#kernel';
import { checkText } from '../cloud-events/text-attribute.js';
import { isObject } from '../mappings/known-keys.js';
import { plainText, says } from './call-values.js';

/** The calls of the Segment spec that the ledger takes. */
export const CALL_TYPES = ['identify', 'track', 'page', 'screen', 'group'] as const;
export type CallType = (typeof CALL_TYPES)[number];

/** A call whose common fields are in order. */
export interface SegmentCall {
  type: CallType;
  messageId: string;
  /** The customer: the user, or the visitor who is not known yet. */
  subject: string;
  userId: string | undefined;
  anonymousId: string | undefined;
  /** RFC 3339; undefined for the time of receipt. */
  timestamp: string | undefined;
  context: Record<string, unknown>;
  /** All that was sent. */
  fields: Record<string, unknown>;
}

/** Before the id of a visitor who is not known: the ids of users and of visitors are not of one kind. */
const VISITOR_PREFIX = 'anonymous:';

/**
 * Reads a call (its JSON, parsed). `expected`: the type that the address says. Throws ValidationFailed with everything
 * that is wrong with its common fields.
 */
export function readCall(value: unknown, expected?: CallType): SegmentCall {
  if (!isObject(value)) throw refused({ field: '', rule: 'type', message: 'a call must be a JSON object' });
  const violations: Violation[] = [];
  const type = readType(value.type, expected, violations);
  const { messageId, context } = value;
  if (!says(messageId)) {
    const message = 'is required: it tells a repeated call from a new one';
    violations.push({ field: 'messageId', rule: 'required', message });
  } else {
    checkText('messageId', messageId, violations);
  }
  const userId = readId(value, 'userId', violations);
  const anonymousId = readId(value, 'anonymousId', violations);
  if (userId === undefined && anonymousId === undefined) {
    violations.push({ field: 'userId', rule: 'required', message: 'is required, or anonymousId' });
  }
  const timestamp = readTimestamp(value, violations);
  if (violations.length > 0) throw new ValidationFailed(violations);
  return {
    type,
    messageId: messageId as string,
    subject: userId ?? `${VISITOR_PREFIX}${anonymousId}`,
    userId,
    anonymousId,
    timestamp,
    context: isObject(context) ? context : {},
    fields: value,
  };
}

function readType(given: unknown, expected: CallType | undefined, violations: Violation[]): CallType {
  const type = given ?? expected;
  if (!CALL_TYPES.includes(type as CallType)) {
    const message =
      type === 'alias'
        ? 'alias is not taken: send both ids in an identify call'
        : `must be one of ${CALL_TYPES.join(', ')}`;
    violations.push({ field: 'type', rule: 'known-call', message });
  } else if (expected !== undefined && type !== expected) {
    violations.push({ field: 'type', rule: 'same', message: `must be ${expected}, as the address says` });
  }
  return type as CallType;
}

function readId(value: Record<string, unknown>, name: string, violations: Violation[]): string | undefined {
  if (!says(value[name])) return undefined;
  const id = plainText(value[name]) ?? value[name];
  return checkText(name, id, violations) ? id : undefined;
}

function readTimestamp(value: Record<string, unknown>, violations: Violation[]): string | undefined {
  const name = says(value.timestamp) ? 'timestamp' : 'originalTimestamp';
  const written = value[name];
  if (!says(written)) return undefined;
  if (typeof written === 'string' && isInstant(written)) return written;
  violations.push({ field: name, rule: 'format', message: 'must be an existing date-time (RFC 3339)' });
  return undefined;
}

function refused(violation: Violation): ValidationFailed {
  return new ValidationFailed([violation]);
}
