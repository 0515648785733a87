import { type ClassOf, fieldsOf, schemaOf } from './field-registry.js';
import type { Schema } from './schema.js';

/** Turns a body of one version into the next one's. Pure; stored bytes never change. */
export type Upcaster = (body: Record<string, unknown>) => Record<string, unknown>;

interface BodyOptions {
  /** What it says, for people. */
  about: string;
}

interface RecordedBodyOptions extends BodyOptions {
  /** Where it is recorded over HTTP: the last part of POST /v1/customers/{id}/…, or of POST /v1/… with a `stream`. */
  path: string;
  /** The stream that it goes into, where it is not about a customer. */
  stream?: string;
  /** Not taken as a CloudEvent, nor from files: its own route looks at more than the one stream before it is decided. */
  byRouteOnly?: true;
}

interface Versioned {
  /** Current version of the body, from 1. */
  version: number;
  /** By the version they read: `{ 1: from1to2 }`. One for every version below the current one. */
  upcasters?: Record<number, Upcaster>;
}

/** A fact that is sent in, or one that only the ledger's own decisions and policies make. */
export type FactOptions = Versioned & (RecordedBodyOptions | (BodyOptions & { decided: true }));

/** A command that is sent in, or one that only the ledger's own parts give each other. */
export type CommandOptions = RecordedBodyOptions | (BodyOptions & { internal: true });

/** A body that can be sent in: a fact, or a command that a decider turns into facts. */
export interface IntakeDefinition {
  type: string;
  /** Version of the body; a command has only its current one, 1. */
  version: number;
  path: string;
  /** The stream that it goes into; undefined: the customer's. */
  stream: string | undefined;
  byRouteOnly: boolean;
  about: string;
  body: ClassOf;
  schema: Schema;
}

/** What can be asked for; the path is undefined where only the ledger's own parts ask. */
export type CommandDefinition = Omit<IntakeDefinition, 'path'> & { path: string | undefined };

/** A kind of event: what its body holds, how it is checked, documented, recorded and read when it is old. */
export interface FactDefinition extends Omit<IntakeDefinition, 'path'> {
  /** Undefined for a fact that is not sent in: decisions and policies make it. */
  path: string | undefined;
  personalFields: readonly string[];
  upcasters: Readonly<Record<number, Upcaster>>;
}

const factOptions = new WeakMap<object, FactOptions>();
const commandOptions = new WeakMap<object, CommandOptions>();

/** Marks a class as the body of an event; the class's name is the event's type. */
export function FactBody(options: FactOptions): ClassDecorator {
  for (let version = 1; version < options.version; version += 1) {
    if (!options.upcasters?.[version]) throw new Error(`no upcaster from version ${version}: ${options.about}`);
  }
  return (type) => void factOptions.set(type, options);
}

/**
 * Marks a class as the body of a command: what is asked for, not yet a fact. Its name says so in the imperative. A
 * decider must decide it; what is recorded are the facts that it answers with.
 */
export function CommandBody(options: CommandOptions): ClassDecorator {
  return (type) => void commandOptions.set(type, options);
}

/** The definition that a class marked with FactBody makes. */
export function factDefinitionOf(body: ClassOf): FactDefinition {
  const options = factOptions.get(body);
  if (!options) throw new Error(`${body.name} is not marked with @FactBody`);
  return {
    type: body.name,
    version: options.version,
    path: 'path' in options ? options.path : undefined,
    stream: 'path' in options ? options.stream : undefined,
    byRouteOnly: 'path' in options && options.byRouteOnly === true,
    about: options.about,
    body,
    schema: schemaOf(body),
    personalFields: fieldsOf(body)
      .filter((field) => field.personal)
      .map((field) => field.name),
    upcasters: options.upcasters ?? {},
  };
}

/** What can be sent in with such a body; undefined for facts that only decisions make, and for internal commands. */
export function intakeDefinitionOf(body: ClassOf): IntakeDefinition | undefined {
  const definition = factOptions.has(body) ? factDefinitionOf(body) : commandDefinitionOf(body);
  const { path } = definition;
  return path === undefined ? undefined : { ...definition, path };
}

/** The definition that a class marked with CommandBody makes. */
export function commandDefinitionOf(body: ClassOf): CommandDefinition {
  const options = commandOptions.get(body);
  if (!options) throw new Error(`${body.name} is not marked with @CommandBody`);
  return {
    type: body.name,
    version: 1,
    path: 'path' in options ? options.path : undefined,
    stream: 'path' in options ? options.stream : undefined,
    byRouteOnly: 'path' in options && options.byRouteOnly === true,
    about: options.about,
    body,
    schema: schemaOf(body),
  };
}
