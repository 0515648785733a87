import type { RecordedEvent } from '#kernel';
import type { RelatedPersonRecorded } from '../events/index.js';
import { type Provenance, provenanceOf, supersedes } from './provenance.js';
import { withItem } from './sorted-list.js';

/** Somebody close to the customer, with the event that each field comes from. */
export interface KnownPerson extends RelatedPersonRecorded {
  key: string;
  provenance: Record<string, Provenance>;
}

const FIELDS = ['relation', 'name', 'birthDate', 'personId', 'note'] as const;

/** Field by field the latest value holds. */
export function withRelatedPerson(known: KnownPerson[], event: RecordedEvent): KnownPerson[] {
  const said = event.data as RelatedPersonRecorded;
  const key = keyOfPerson(said);
  const before = known.find((each) => each.key === key);
  const person: KnownPerson = {
    ...(before ?? { key, relation: said.relation }),
    provenance: { ...before?.provenance },
  };
  for (const field of FIELDS) {
    const value = said[field];
    if (value === undefined || !supersedes(event, person.provenance[field])) continue;
    person[field] = value;
    person.provenance[field] = provenanceOf(event);
  }
  return withItem(known, person, (each) => each.key);
}

/** By which a person is known again: the source's id, else relation and name, else relation and date of birth. */
function keyOfPerson({ personId, relation, name, birthDate }: RelatedPersonRecorded): string {
  if (personId !== undefined) return JSON.stringify([personId]);
  return JSON.stringify([relation.trim().toLowerCase(), name?.trim().toLowerCase() ?? birthDate ?? '']);
}
