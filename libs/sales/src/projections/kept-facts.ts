import { Buffer } from 'node:buffer';
import type { FunnelFact } from '../rules/funnel-journey.js';
import { type FunnelPublications, rulesOfVersion } from '../rules/funnel-publications.js';

/**
 * Facts of a customer, kept one by one in a text, oldest first: 37 characters each, because most of what a row holds is
 * them, and a row is written whole with every fact. What is kept of a fact is its time, the rules that judged it, which
 * of their signals it was, and its id; type and meaning follow from these.
 */
export type KeptFacts = string;

/** What must be known of a fact to keep it. */
export interface FactToKeep {
  /** RFC 3339 in UTC. */
  at: string;
  eventId: string;
  rulesVersion: number;
  /** Place of its signal among those of its rules. */
  place: number;
}

const TIME = 10;
const VERSION = 3;
const PLACE = 2;
const ID = 22;
/** Characters to a fact. */
export const KEPT_LENGTH = TIME + VERSION + PLACE + ID;
/** Milliseconds from the year 1 to 1970, so that no time is negative. */
const BEFORE_1970 = 62_135_596_800_000;

export function keptCount(kept: KeptFacts): number {
  return kept.length / KEPT_LENGTH;
}

/** The id of the latest one; null where there is none. */
export function lastKeptId(kept: KeptFacts): string | null {
  return kept === '' ? null : uuidOf(kept.slice(-ID));
}

/** With a fact in its place: behind all that happened before it or at the same time. */
export function withKept(kept: KeptFacts, fact: FactToKeep): KeptFacts {
  const record = recordOf(fact);
  const time = record.slice(0, TIME);
  let place = kept.length;
  while (place > 0 && kept.slice(place - KEPT_LENGTH, place - KEPT_LENGTH + TIME) > time) place -= KEPT_LENGTH;
  return place === kept.length ? kept + record : kept.slice(0, place) + record + kept.slice(place);
}

/** The oldest so many, and the others. */
export function splitKept(kept: KeptFacts, count: number): [oldest: KeptFacts, others: KeptFacts] {
  return [kept.slice(0, count * KEPT_LENGTH), kept.slice(count * KEPT_LENGTH)];
}

/** The facts as the rules see them. */
export function factsOf(kept: KeptFacts, published: FunnelPublications): FunnelFact[] {
  return Array.from({ length: keptCount(kept) }, (_, index) => factAt(kept, index * KEPT_LENGTH, published));
}

function recordOf({ at, eventId, rulesVersion, place }: FactToKeep): string {
  const id = Buffer.from(eventId.replaceAll('-', ''), 'hex').toString('base64url');
  return base36(Date.parse(at) + BEFORE_1970, TIME) + base36(rulesVersion, VERSION) + base36(place, PLACE) + id;
}

function factAt(kept: KeptFacts, start: number, published: FunnelPublications): FunnelFact {
  const version = start + TIME;
  const place = version + VERSION;
  const id = place + PLACE;
  const rules = rulesOfVersion(published, Number.parseInt(kept.slice(version, place), 36));
  const { signal, type } = rules.signals[Number.parseInt(kept.slice(place, id), 36)]!;
  const at = new Date(Number.parseInt(kept.slice(start, version), 36) - BEFORE_1970).toISOString();
  return { at, eventId: uuidOf(kept.slice(id, start + KEPT_LENGTH)), type, signal, rules };
}

function base36(number: number, length: number): string {
  return number.toString(36).padStart(length, '0');
}

function uuidOf(base64url: string): string {
  const hex = Buffer.from(base64url, 'base64url').toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
