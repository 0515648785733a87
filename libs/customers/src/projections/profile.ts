import { customerOfStream, projectedTable, type Projection, type RecordedEvent } from '#kernel';
import { customerKnowledgeTable } from './customer-knowledge.js';
import {
  withContactPoint,
  withContactPointChecked,
  withDetails,
  withRegistration,
  withRelationshipMode,
} from './profile-details.js';
import { profileColumns, type ProfileRow, unknownCustomer } from './profile-row.js';
import { withTotals } from './profile-totals.js';

/** The words of search_text as they are: PostgreSQL's own parser would take addresses and numbers apart. */
export const SEARCH_VECTOR = `array_to_tsvector(string_to_array(search_text, ' '))`;

/** One row per customer: details, contact points, totals, and for each of them the event that it comes from. */
export const profileTable = projectedTable<ProfileRow>({
  name: 'profile',
  columns: profileColumns,
  key: 'customer_id',
  indexes: ['(first_position)', `using gin (${SEARCH_VECTOR})`],

  keysOf(event) {
    const customerId = customerOfStream(event.stream);
    return customerId === undefined ? [] : [customerId];
  },

  evolve(row, event, customerId) {
    const position = Number(event.position);
    const before = row ?? unknownCustomer(customerId, position);
    const after = withTotals(withKnowledge(before, event), event);
    // What a change has made is nobody else's yet, and wide: it is not copied once more.
    const counted = after === before ? { ...before } : after;
    counted.event_count = before.event_count + 1;
    counted.last_position = position;
    return counted;
  },
});

function withKnowledge(row: ProfileRow, event: RecordedEvent): ProfileRow {
  switch (event.type) {
    case 'CustomerRegistered':
      return withRegistration(withDetails(row, event), event);
    case 'CustomerDetailsChanged':
      return withDetails(row, event);
    case 'ContactPointAdded':
      return withContactPoint(row, event);
    case 'ContactPointVerified':
    case 'ContactPointRetired':
      return withContactPointChecked(row, event);
    case 'RelationshipModeSet':
      return withRelationshipMode(row, event);
    default:
      return row;
  }
}

export const profile: Projection = {
  name: 'profile',
  version: 2,
  scope: 'stream',
  tables: [profileTable, customerKnowledgeTable],
};
