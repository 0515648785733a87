import { isDate } from '#kernel';
import { isObject } from '../mappings/known-keys.js';
import { withoutEmpty } from '../presets/without-empty.js';
import { CallValues, plainText, says } from './call-values.js';
import type { FactParts } from './fact-parts.js';
import type { SegmentCall } from './segment-call.js';

/** How deep the lists and objects of a trait may lie in one another to be kept, as JSON text. */
const MAX_DEPTH = 16;
/** Length of `2001-12-31`. */
const DATE_LENGTH = 10;
const PLACE_NAMES = ['street', 'city', 'state', 'postalCode', 'country'];

/** Traits that become known of a user or visitor. */
export function identify(call: SegmentCall): FactParts {
  return { type: 'CustomerDetailsChanged', data: detailsOf(call) };
}

/** A user signed up: he came into the base. */
export function signedUp(call: SegmentCall): FactParts {
  const { name, email, username, phone, ...others } = asObject(call.fields.properties);
  const traits = { name: name ?? username, email, phone, ...others };
  return { type: 'CustomerRegistered', data: detailsOf({ ...call, fields: { ...call.fields, traits } }) };
}

/** The company or group that a user belongs to, as attributes of his. */
export function group(call: SegmentCall): FactParts {
  const traits = new CallValues(call.fields.traits, 'traits');
  const groupId = new CallValues({ groupId: call.fields.groupId }, 'call').requiredText('groupId');
  const attributes = [['groupId', groupId], ...traits.entries.map(([name, value]) => [`group.${name}`, value])];
  const data = { attributes: attributesOf(attributes as [string, unknown][], traits) };
  traits.check();
  return { type: 'CustomerDetailsChanged', data };
}

function detailsOf({ fields, context, anonymousId, userId }: SegmentCall): object {
  const traits = new Traits(fields.traits);
  const fullName = [traits.take('firstName'), traits.take('lastName')].filter((part) => part !== undefined).join(' ');
  const details = withoutEmpty({
    name: traits.take('name') ?? (fullName || undefined),
    birthDate: traits.takeBirthDate(),
    gender: traits.take('gender'),
    industry: traits.take('industry'),
    language: typeof context.locale === 'string' && context.locale !== '' ? context.locale : undefined,
  });
  const contactPoints = [
    ...contactPoint('email', traits.take('email')),
    ...contactPoint('phone', traits.take('phone')),
    ...contactPoint('address', traits.takeAddress()),
  ];
  // The visitor whom the user was before has a history of his own; its name is kept with the user's.
  const visitor: [string, unknown][] = userId !== undefined && says(anonymousId) ? [['anonymousId', anonymousId]] : [];
  const attributes = attributesOf([...traits.rest, ...visitor], traits.values);
  traits.values.check();
  return {
    ...details,
    ...(contactPoints.length > 0 ? { contactPoints } : {}),
    ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
  };
}

/** Traits, some of which are taken for fields of their own. One of a form that does not fit stays among the rest. */
class Traits {
  readonly values: CallValues;
  private readonly taken = new Set<string>();
  private readonly byName: ReadonlyMap<string, unknown>;

  constructor(traits: unknown) {
    this.values = new CallValues(traits, 'traits');
    this.byName = new Map(this.values.entries);
  }

  get rest(): [string, unknown][] {
    return this.values.entries.filter(([name]) => !this.taken.has(name));
  }

  /** A trait as text. */
  take(name: string): string | undefined {
    const value = this.byName.get(name);
    return this.takeAs(name, says(value) ? plainText(value) : undefined);
  }

  /** The date of birth, where it is one that exists; its time of day means nothing. */
  takeBirthDate(): string | undefined {
    const written = this.byName.get('birthday');
    const day = typeof written === 'string' ? written.slice(0, DATE_LENGTH) : '';
    return this.takeAs('birthday', isDate(day) ? day : undefined);
  }

  /** The postal address in one line. */
  takeAddress(): string | undefined {
    const address = this.byName.get('address');
    if (!isObject(address)) return this.take('address');
    const texts = PLACE_NAMES.map((name) => address[name])
      .filter(says)
      .map(plainText);
    const isPlain = Object.keys(address).every((name) => PLACE_NAMES.includes(name)) && !texts.includes(undefined);
    return this.takeAs('address', isPlain && texts.length > 0 ? texts.join(', ') : undefined);
  }

  private takeAs(name: string, value: string | undefined): string | undefined {
    if (value !== undefined) this.taken.add(name);
    return value;
  }
}

function contactPoint(kind: string, value: string | undefined): { kind: string; value: string }[] {
  return value === undefined ? [] : [{ kind, value }];
}

/** Plain values as they are, lists and objects as JSON text; what says nothing is left out. */
function attributesOf(entries: readonly [string, unknown][], traits: CallValues): Record<string, unknown> {
  const attributes: [string, unknown][] = [];
  for (const [name, value] of entries) {
    if (!says(value)) continue;
    if (typeof value !== 'object') attributes.push([name, value]);
    else if (depthIsBelow(value, MAX_DEPTH)) attributes.push([name, JSON.stringify(value)]);
    else traits.refuse(name, 'depth', `must not hold lists and objects more than ${MAX_DEPTH} deep`);
  }
  return Object.fromEntries(attributes);
}

function depthIsBelow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((member) => depthIsBelow(member, depth - 1));
}

function asObject(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}
