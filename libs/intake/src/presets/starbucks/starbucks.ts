import { ValidationFailed } from '#kernel';
import { DateFormat } from '../../mappings/date-format.js';
import type { MappingPart } from '../../mappings/mapping-set.js';
import type { Preset } from '../preset.js';
import { PORTFOLIO_FILE } from './portfolio.js';
import { transcriptEvents } from './transcript.js';

const SOURCE = 'urn:starbucks-rewards';
/** The transcript counts hours and tells no date. It cannot be older than its newest member, of 2018-07-26. */
export const TRANSCRIPT_START = Date.parse('2018-07-27T00:00:00Z');
const MEMBER_DAY = new DateFormat('YYYYMMDD');
/** Stands where a member gave no age. */
const NO_AGE = 118;

/** Members of a rewards app, the offers that they received, viewed and completed in 30 days, and what they bought. */
export const starbucks: Preset = {
  name: 'starbucks',
  about: 'Starbucks rewards app, 30 days: members, offers made, viewed and completed, purchases (three files)',
  parts: [
    jsonPart('profile.json', ['became_member_on', 'income'], () => (row) => member(row as Record<string, unknown>)),
    jsonPart('transcript.json', ['person', 'event'], () => transcriptEvents(TRANSCRIPT_START), {
      portfolio: PORTFOLIO_FILE,
    }),
  ],
};

function jsonPart(
  file: string,
  names: readonly string[],
  eventsOfFile: () => ReturnType<MappingPart['mappingOf']>['eventsOf'],
  joins: ReturnType<MappingPart['mappingOf']>['joins'] = {},
): MappingPart {
  return {
    file,
    recognises: (firstLine) => names.every((name) => firstLine.includes(`"${name}"`)),
    mappingOf: () => ({ format: { kind: 'ndjson' }, source: SOURCE, joins, eventsOf: eventsOfFile() }),
  };
}

function member(row: Record<string, unknown> | null): object {
  const { id, became_member_on: day, age, income, gender } = row ?? {};
  const time = typeof day === 'string' ? MEMBER_DAY.instant(day, 'Z') : undefined;
  if (time === undefined) {
    const message = 'must be an existing date written YYYYMMDD';
    throw new ValidationFailed([{ field: 'became_member_on', rule: 'format', message }]);
  }
  const attributes = {
    ...(typeof age === 'number' && age !== NO_AGE ? { age } : {}),
    ...(typeof income === 'number' ? { income } : {}),
  };
  const data = {
    ...(typeof gender === 'string' ? { gender } : {}),
    ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
  };
  return { specversion: '1.0', id: `member-${String(id)}`, type: 'CustomerRegistered', subject: id, time, data };
}
