import type { ClassOf } from './field-registry.js';
import { type FactDefinition, factDefinitionOf } from './fact-definition.js';
import { ValidationFailed } from '../errors/validation-failed.js';

/** Every kind of event that this ledger knows. */
export class FactCatalogue {
  private readonly byType = new Map<string, FactDefinition>();

  constructor(bodies: readonly ClassOf[]) {
    for (const body of bodies) {
      const definition = factDefinitionOf(body);
      if (this.byType.has(definition.type)) throw new Error(`two facts are called ${definition.type}`);
      this.byType.set(definition.type, definition);
    }
  }

  get all(): FactDefinition[] {
    return [...this.byType.values()];
  }

  find(type: string): FactDefinition | undefined {
    return this.byType.get(type);
  }

  /** Throws ValidationFailed (rule `known-type`) for a type that nobody defined. */
  get(type: string): FactDefinition {
    const found = this.byType.get(type);
    if (!found) {
      throw new ValidationFailed([{ field: 'type', rule: 'known-type', message: `unknown event type ${type}` }]);
    }
    return found;
  }

  /** A body of an old version as the current version would have it. Throws when the version lies ahead of this program. */
  upcast(type: string, version: number, body: Record<string, unknown>): Record<string, unknown> {
    const definition = this.byType.get(type);
    if (!definition || version === definition.version) return body;
    if (version > definition.version) {
      throw new Error(`${type} version ${version} is newer than this program (${definition.version})`);
    }
    let current = body;
    for (let at = version; at < definition.version; at += 1) current = definition.upcasters[at]!(current);
    return current;
  }
}
