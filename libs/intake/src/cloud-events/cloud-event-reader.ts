import {
  BodyValidator,
  customerOfSubject,
  type FactCatalogue,
  customerStream,
  type IntakeDefinition,
  isInstant,
  toUtc,
  ValidationFailed,
  type Violation,
} from '#kernel';
import { contentDigest } from '../content-digest.js';
import type { FactToRecord } from '../recording/fact-to-record.js';
import { readActor } from './actor-attribute.js';
import { checkLedgerAttributes, LEDGER_ATTRIBUTES } from './ledger-attributes.js';
import { checkText } from './text-attribute.js';

const ATTRIBUTES: ReadonlySet<string> = new Set([
  ...['specversion', 'id', 'source', 'type', 'subject', 'time', 'datacontenttype', 'dataschema', 'data'],
  ...['correlationid', 'causationid', 'actor', 'actorrole', 'schemaversion', 'importid'],
  ...LEDGER_ATTRIBUTES,
]);
/** How the ledger writes a time; to write it anew takes longer than to look. */
const UTC_PATTERN = /^.{10}T.{8}\.\d{3}Z$/;
/**
 * What the ledger's own parts record, decisions among them, has ids that can be foreseen: nobody else may take one first.
 * What came in by its API or command line, and went out from there, may come in elsewhere.
 */
const OWN_SOURCE = /^urn:rapport:(?!(?:api|cli)$)/;
const JSON_TYPE = /^application\/json(?:\s*;.*)?$/i;

export interface CloudEventReaderOptions {
  catalogue: FactCatalogue;
  /** Time of receipt; the system's clock by default. */
  clock?: () => Date;
}

/** Turns CloudEvents into facts to record, once envelope and body have been found in order. */
export class CloudEventReader {
  private readonly catalogue: FactCatalogue;
  private readonly bodies: BodyValidator;
  private readonly clock: () => Date;
  /** The customer read last: what sources send is often in the order of customers. */
  private last = { source: '', subject: '', stream: '' };

  constructor({ catalogue, clock }: CloudEventReaderOptions) {
    this.catalogue = catalogue;
    this.bodies = new BodyValidator(catalogue);
    this.clock = clock ?? (() => new Date());
  }

  /**
   * The fact that a CloudEvent (its JSON, parsed) reports; bodies of old versions come out in the current one.
   * Throws ValidationFailed with everything that is wrong, fields named as in the CloudEvent: `time`,
   * `data.total.amount`.
   */
  read(value: unknown): FactToRecord {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new ValidationFailed([{ field: '', rule: 'type', message: 'a CloudEvent must be a JSON object' }]);
    }
    const event = value as Record<string, unknown>;
    const violations: Violation[] = [];
    const fact = this.readEnvelope(event, violations);
    if (violations.length > 0) throw new ValidationFailed(violations);
    return fact;
  }

  private readEnvelope(event: Record<string, unknown>, violations: Violation[]): FactToRecord {
    checkNames(event, violations);
    if (event.specversion !== '1.0') {
      const rule = event.specversion === undefined ? 'required' : 'enum';
      violations.push({ field: 'specversion', rule, message: 'must be "1.0"' });
    }
    checkText('id', event.id, violations);
    const { source, subject, type } = event;
    const hasSource = checkSource(source, violations);
    const stream = this.readStream(event, hasSource, violations);
    const occurredAt = event.time === undefined ? undefined : readTime(event.time, violations);
    checkContentType(event, violations);
    const data = checkText('type', type, violations) ? this.readBody(type, event, violations) : {};

    const fact: FactToRecord = {
      type: type as string,
      stream,
      data,
      source: source as string,
      sourceId: event.id as string,
      ...(subject === undefined ? {} : { subject: subject as string }),
      occurredAt: occurredAt ?? this.clock().toISOString(),
    };
    if (occurredAt === undefined && violations.length === 0) {
      // A repetition is received at another time, and must still be seen as one: what it says is compared instead.
      fact.requestDigest = contentDigest([type, stream, data]);
    }
    this.readExtensions(event, fact, violations);
    return fact;
  }

  /** The stream of the type, where it has one of its own; else that of the customer whom the subject names. */
  private readStream(
    { type, source, subject }: Record<string, unknown>,
    hasSource: boolean,
    violations: Violation[],
  ): string {
    const ownStream = typeof type === 'string' ? this.catalogue.streamOf(type) : undefined;
    const mayBeMissing = ownStream !== undefined && subject === undefined;
    const isNamed = mayBeMissing || checkText('subject', subject, violations);
    if (ownStream !== undefined) return ownStream;
    return isNamed && hasSource ? this.streamOfCustomer(source as string, subject as string, violations) : '';
  }

  private streamOfCustomer(source: string, subject: string, violations: Violation[]): string {
    const { last } = this;
    if (last.source === source && last.subject === subject) return last.stream;
    try {
      const stream = customerStream(customerOfSubject(source, subject));
      this.last = { source, subject, stream };
      return stream;
    } catch (error) {
      if (!(error instanceof ValidationFailed)) throw error;
      violations.push(...error.violations);
      return '';
    }
  }

  private readExtensions(event: Record<string, unknown>, fact: FactToRecord, violations: Violation[]): void {
    const { correlationid, causationid, importid, actor, actorrole } = event;
    checkLedgerAttributes(event, violations);
    if (correlationid !== undefined && checkText('correlationid', correlationid, violations)) {
      fact.correlationId = correlationid;
    }
    if (causationid !== undefined && checkText('causationid', causationid, violations)) fact.causationId = causationid;
    if (importid !== undefined && checkText('importid', importid, violations)) fact.importId = importid;
    if (actor !== undefined) {
      const read = readActor(actor, violations, actorrole);
      if (read) fact.actor = read;
    } else if (actorrole !== undefined) {
      violations.push({ field: 'actor', rule: 'required', message: 'is required where there is an actorrole' });
    }
  }

  private readBody(type: string, event: Record<string, unknown>, violations: Violation[]): object {
    const definition = this.readType(type, violations);
    if (!definition) return {};
    const { data } = event;
    if (typeof data !== 'object' || data === null || Array.isArray(data)) {
      const rule = data === undefined ? 'required' : 'type';
      violations.push({ field: 'data', rule, message: data === undefined ? 'is required' : 'must be object' });
      return {};
    }
    const version = readVersion(event.schemaversion, definition, violations);
    if (version === undefined) return data;
    const body = this.upcast(definition, version, data as Record<string, unknown>, violations);
    if (body === undefined) return data;
    for (const { field, rule, message } of this.bodies.violations(type, body)) {
      violations.push({ field: field ? `data.${field}` : 'data', rule, message });
    }
    return body;
  }

  private readType(type: string, violations: Violation[]): IntakeDefinition | undefined {
    try {
      return this.catalogue.getIntake(type);
    } catch (error) {
      if (!(error instanceof ValidationFailed)) throw error;
      violations.push(...error.violations);
      return undefined;
    }
  }

  /** Upcasters are written for bodies that were valid in their version; one that was not may trip them. */
  private upcast(
    { type, version: current }: IntakeDefinition,
    version: number,
    body: Record<string, unknown>,
    violations: Violation[],
  ): Record<string, unknown> | undefined {
    if (version === current) return body;
    try {
      return this.catalogue.upcast(type, version, body);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      violations.push({ field: 'data', rule: 'schemaversion', message: `is no body of ${type} ${version}: ${why}` });
      return undefined;
    }
  }
}

function checkNames(event: Record<string, unknown>, violations: Violation[]): void {
  for (const name in event) {
    if (ATTRIBUTES.has(name)) continue;
    violations.push({ field: name, rule: 'unknown-field', message: 'is not an attribute that the ledger knows' });
  }
}

function checkSource(source: unknown, violations: Violation[]): source is string {
  if (!checkText('source', source, violations)) return false;
  if (/\s/.test(source)) {
    violations.push({ field: 'source', rule: 'format', message: 'must be a URI reference, without blanks' });
  } else if (OWN_SOURCE.test(source)) {
    violations.push({ field: 'source', rule: 'reserved', message: 'is a part of the ledger itself' });
  }
  return true;
}

function readTime(time: unknown, violations: Violation[]): string | undefined {
  if (typeof time !== 'string') {
    violations.push({ field: 'time', rule: 'type', message: 'must be string' });
  } else if (!isInstant(time)) {
    violations.push({ field: 'time', rule: 'format', message: 'must be an existing date-time (RFC 3339)' });
  } else {
    return UTC_PATTERN.test(time) ? time : toUtc(time);
  }
  return undefined;
}

function checkContentType({ datacontenttype, dataschema }: Record<string, unknown>, violations: Violation[]): void {
  if (datacontenttype !== undefined && !(typeof datacontenttype === 'string' && JSON_TYPE.test(datacontenttype))) {
    violations.push({ field: 'datacontenttype', rule: 'enum', message: 'must be application/json' });
  }
  if (dataschema !== undefined) checkText('dataschema', dataschema, violations);
}

function readVersion(given: unknown, { type, version }: IntakeDefinition, violations: Violation[]): number | undefined {
  if (given === undefined) return version;
  const number = typeof given === 'string' && /^\d{1,6}$/.test(given) ? Number(given) : given;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 1 || number > version) {
    const message = `must be a version of ${type}: 1${version > 1 ? ` to ${version}` : ''}`;
    violations.push({ field: 'schemaversion', rule: 'known-version', message });
    return undefined;
  }
  return number;
}
