import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { Violation } from '../errors/rapport-error.js';
import type { FactCatalogue } from './fact-catalogue.js';
import { isUuid } from '../identity/ids.js';
import { isDate, isInstant } from './instant.js';
import type { Schema } from './schema.js';
import { WELL_FORMED_TEXT } from './well-formed-text.js';

/** Checks bodies in bulk, by validators compiled from the schemas of facts and commands, each when it is first needed. */
export class BodyValidator {
  private readonly ajv = newAjv();
  private readonly checks = new Map<string, ValidateFunction>();

  constructor(private readonly catalogue: FactCatalogue) {}

  /** What is wrong with the body of an event or command of this type; nothing when all is well. The type must be known. */
  violations(type: string, body: unknown): Violation[] {
    const check = this.checks.get(type) ?? this.compile(type);
    return check(body) ? [] : (check.errors ?? []).map((error) => violationOf(error));
  }

  private compile(type: string): ValidateFunction {
    const definition = this.catalogue.find(type) ?? this.catalogue.commands.find((command) => command.type === type);
    if (!definition) throw new Error(`no schema for ${type}`);
    const check = this.ajv.compile(definition.schema);
    this.checks.set(type, check);
    return check;
  }
}

/** A check of anything else that has a schema; violations name fields below `root`. */
export function compileCheck(schema: Schema): (value: unknown) => Violation[] {
  const check = newAjv().compile(schema);
  return (value) => (check(value) ? [] : (check.errors ?? []).map((error) => violationOf(error)));
}

function newAjv(): Ajv {
  const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: false });
  ajv.addKeyword('x-personal');
  ajv.addFormat('date-time', isInstant);
  ajv.addFormat('date', isDate);
  ajv.addFormat('uuid', isUuid);
  ajv.addFormat('uri-reference', /^\S+$/);
  return ajv;
}

/** JSON Schema's keyword is the rule's name, but for two that read better in words. */
const RULE_NAMES: Record<string, string> = { additionalProperties: 'unknown-field', format: 'format' };

function violationOf(error: ErrorObject): Violation {
  const path = error.instancePath.slice(1).replaceAll('/', '.');
  const params = error.params as Record<string, unknown>;
  const below = (params.missingProperty ?? params.additionalProperty) as string | undefined;
  const field = below === undefined ? path : path ? `${path}.${below}` : below;
  const rule = RULE_NAMES[error.keyword] ?? error.keyword;
  return { field, rule, message: messageOf(error, params) };
}

function messageOf(error: ErrorObject, params: Record<string, unknown>): string {
  switch (error.keyword) {
    case 'required':
      return 'is required';
    case 'additionalProperties':
      return 'is not a field of this document';
    case 'enum':
      return `must be one of ${(params.allowedValues as string[]).join(', ')}`;
    case 'format':
      return `must be an existing ${String(params.format)} (RFC 3339)`;
    case 'pattern':
      if (params.pattern === WELL_FORMED_TEXT) return 'must be text without NUL characters and broken Unicode';
      return `must look like ${String(params.pattern)}`;
    default:
      return error.message ?? `breaks the rule ${error.keyword}`;
  }
}
