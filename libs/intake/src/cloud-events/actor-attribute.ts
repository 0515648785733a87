import type { Actor, Violation } from '#kernel';
import { checkText } from './text-attribute.js';

const KINDS: readonly string[] = ['person', 'system', 'bot', 'partner'] satisfies Actor['kind'][];
const PARTS: readonly string[] = ['id', 'kind', 'role'];

/**
 * The `actor` extension: the text `kind:id` (extensions of CloudEvents are texts), its role in `actorrole`, or an object
 * of id, kind and role. Adds to `violations` what is wrong with it.
 */
export function readActor(value: unknown, violations: Violation[], role?: unknown): Actor | undefined {
  if (typeof value === 'string') return withRole(readText(value, violations), role, violations);
  if (role !== undefined) {
    violations.push({ field: 'actorrole', rule: 'unknown-field', message: 'belongs to an actor that is a text' });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return readObject(value as Record<string, unknown>, violations);
  }
  violations.push({ field: 'actor', rule: 'type', message: 'must be a text "kind:id" or an object' });
  return undefined;
}

function withRole(actor: Actor | undefined, role: unknown, violations: Violation[]): Actor | undefined {
  if (role === undefined || !checkText('actorrole', role, violations)) return actor;
  return actor && { ...actor, role };
}

function readText(text: string, violations: Violation[]): Actor | undefined {
  const cut = text.indexOf(':');
  const kind = text.slice(0, cut);
  if (cut > 0 && KINDS.includes(kind) && checkText('actor', text.slice(cut + 1), violations)) {
    return { id: text.slice(cut + 1), kind: kind as Actor['kind'] };
  }
  if (cut <= 0 || !KINDS.includes(kind)) {
    violations.push({
      field: 'actor',
      rule: 'format',
      message: `must be kind:id, the kind one of ${KINDS.join(', ')}`,
    });
  }
  return undefined;
}

function readObject(value: Record<string, unknown>, violations: Violation[]): Actor | undefined {
  const before = violations.length;
  for (const key of Object.keys(value)) {
    if (!PARTS.includes(key)) {
      violations.push({ field: `actor.${key}`, rule: 'unknown-field', message: 'is not a field of an actor' });
    }
  }
  checkText('actor.id', value.id, violations);
  if (!KINDS.includes(value.kind as string)) {
    const rule = value.kind === undefined ? 'required' : 'enum';
    violations.push({ field: 'actor.kind', rule, message: `must be one of ${KINDS.join(', ')}` });
  }
  if (value.role !== undefined) checkText('actor.role', value.role, violations);
  return violations.length === before ? (value as unknown as Actor) : undefined;
}
