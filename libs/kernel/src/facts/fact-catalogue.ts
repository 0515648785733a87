import type { ClassOf } from './field-registry.js';
import {
  type CommandDefinition,
  commandDefinitionOf,
  type FactDefinition,
  factDefinitionOf,
  type IntakeDefinition,
} from './fact-definition.js';
import { ValidationFailed } from '../errors/validation-failed.js';

/** Every kind of event that this ledger knows, and every command that leads to one. */
export class FactCatalogue {
  private readonly byType = new Map<string, FactDefinition>();
  private readonly commandsByType = new Map<string, CommandDefinition>();
  private readonly intakeByType = new Map<string, IntakeDefinition>();

  constructor(bodies: readonly ClassOf[], commands: readonly ClassOf[] = []) {
    for (const body of bodies) {
      const definition = factDefinitionOf(body);
      this.claim(definition.type);
      this.byType.set(definition.type, definition);
      this.open(definition);
    }
    for (const body of commands) {
      const definition = commandDefinitionOf(body);
      this.claim(definition.type);
      this.commandsByType.set(definition.type, definition);
      this.open(definition);
    }
  }

  /** Every kind of event. */
  get all(): FactDefinition[] {
    return [...this.byType.values()];
  }

  /** Every command, those that only the ledger's own parts give each other among them. */
  get commands(): CommandDefinition[] {
    return [...this.commandsByType.values()];
  }

  /** Everything that can be sent in: facts but those that only decisions make, and commands. */
  get intake(): IntakeDefinition[] {
    return [...this.intakeByType.values()];
  }

  find(type: string): FactDefinition | undefined {
    return this.byType.get(type);
  }

  /** Whether this is a command, which a decider turns into facts. */
  isCommand(type: string): boolean {
    return this.commandsByType.has(type);
  }

  /** Throws ValidationFailed (rule `known-type`) for a type that nobody defined. */
  get(type: string): FactDefinition {
    const found = this.byType.get(type);
    if (!found) throw unknownType(type);
    return found;
  }

  /** The stream that such a fact or command goes into, where it is not its customer's. */
  streamOf(type: string): string | undefined {
    return this.intakeByType.get(type)?.stream;
  }

  /**
   * Throws ValidationFailed for what cannot be sent in as an event: rule `known-type`, `decided-by-the-ledger`, or
   * `by-route-only`.
   */
  getIntake(type: string): IntakeDefinition {
    const found = this.intakeByType.get(type);
    if (found && !found.byRouteOnly) return found;
    if (found) {
      const message = `${type} is asked for at its own address, …/${found.path}`;
      throw new ValidationFailed([{ field: 'type', rule: 'by-route-only', message }]);
    }
    if (!this.byType.has(type) && !this.commandsByType.has(type)) throw unknownType(type);
    throw new ValidationFailed([
      { field: 'type', rule: 'decided-by-the-ledger', message: `${type} follows from other facts and is not sent in` },
    ]);
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

  /** What has a path can be sent in. */
  private open(definition: FactDefinition | CommandDefinition): void {
    const { path } = definition;
    if (path !== undefined) this.intakeByType.set(definition.type, { ...definition, path });
  }

  private claim(type: string): void {
    if (this.byType.has(type) || this.commandsByType.has(type)) throw new Error(`two facts are called ${type}`);
  }
}

function unknownType(type: string): ValidationFailed {
  return new ValidationFailed([{ field: 'type', rule: 'known-type', message: `unknown event type ${type}` }]);
}
