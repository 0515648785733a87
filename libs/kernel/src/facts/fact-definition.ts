import { type ClassOf, fieldsOf, schemaOf } from './field-registry.js';
import type { Schema } from './schema.js';

/** Turns a body of one version into the next one's. Pure; stored bytes never change. */
export type Upcaster = (body: Record<string, unknown>) => Record<string, unknown>;

export interface FactOptions {
  /** Current version of the body, from 1. */
  version: number;
  /** Where it is recorded over HTTP: the last part of POST /v1/customers/{id}/… */
  path: string;
  /** What the fact says, for people. */
  about: string;
  /** By the version they read: `{ 1: from1to2 }`. One for every version below the current one. */
  upcasters?: Record<number, Upcaster>;
}

/** A kind of event: what its body holds, how it is checked, documented, recorded and read when it is old. */
export interface FactDefinition {
  type: string;
  version: number;
  path: string;
  about: string;
  body: ClassOf;
  schema: Schema;
  personalFields: readonly string[];
  upcasters: Readonly<Record<number, Upcaster>>;
}

const optionsByClass = new WeakMap<object, FactOptions>();

/** Marks a class as the body of an event; the class's name is the event's type. */
export function FactBody(options: FactOptions): ClassDecorator {
  for (let version = 1; version < options.version; version += 1) {
    if (!options.upcasters?.[version]) throw new Error(`no upcaster from version ${version}: ${options.about}`);
  }
  return (type) => void optionsByClass.set(type, options);
}

/** The definition that a class marked with FactBody makes. */
export function factDefinitionOf(body: ClassOf): FactDefinition {
  const options = optionsByClass.get(body);
  if (!options) throw new Error(`${body.name} is not marked with @FactBody`);
  return {
    type: body.name,
    version: options.version,
    path: options.path,
    about: options.about,
    body,
    schema: schemaOf(body),
    personalFields: fieldsOf(body)
      .filter((field) => field.personal)
      .map((field) => field.name),
    upcasters: options.upcasters ?? {},
  };
}
