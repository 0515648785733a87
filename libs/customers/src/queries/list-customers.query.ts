import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { entityOf, ReadModels } from '#projections/read-models';
import { customerKnowledgeTable } from '../projections/customer-knowledge.js';
import { stateOf } from '../projections/known-contact-points.js';
import type { ProfileRow } from '../projections/profile-row.js';
import { SEARCH_VECTOR, profileTable } from '../projections/profile.js';
import { wordsOf } from '../projections/search-text.js';
import { type TotalsView, totalsViewOf } from './profile-view.js';

export interface ListedCustomer {
  id: string;
  name: string | null;
  /** Those in use. */
  contactPoints: { kind: string; value: string }[];
  firstContactAt: string | null;
  lastContactAt: string | null;
  totals: TotalsView;
}

export interface CustomersPage {
  customers: ListedCustomer[];
  /** Where to go on, or null at the end. */
  after: number | null;
}

/**
 * Customers in the order in which the ledger came to know them. A customer's place never changes, so paging by it
 * neither skips nor repeats anyone while events arrive.
 */
export class ListCustomers extends Query<CustomersPage> {
  constructor(
    readonly filter: { search?: string; id?: string; owner?: string },
    readonly page: { limit: number; after?: number },
  ) {
    super();
  }
}

@QueryHandler(ListCustomers)
export class ListCustomersHandler implements IQueryHandler<ListCustomers> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ filter, page }: ListCustomers): Promise<CustomersPage> {
    const query = this.readModels
      .repository<ProfileRow>(profileTable)
      .createQueryBuilder('profile')
      .where('profile.first_position > :after', { after: page.after ?? 0 })
      .orderBy('profile.first_position')
      .limit(page.limit + 1);
    if (filter.id !== undefined) query.andWhere('profile.customer_id = :id', { id: filter.id });
    if (filter.search !== undefined) {
      query.andWhere(`${SEARCH_VECTOR} @@ cast(:words as tsquery)`, { words: allWordsBeginning(filter.search) });
    }
    if (filter.owner !== undefined) {
      const owned = query
        .subQuery()
        .select('known.customer_id')
        .from(entityOf(customerKnowledgeTable), 'known')
        .where('known.owner = :owner');
      query.andWhere(`profile.customer_id in ${owned.getQuery()}`, { owner: filter.owner });
    }
    const rows = await query.getMany();
    const shown = rows.slice(0, page.limit);
    return {
      customers: shown.map(listedCustomerOf),
      after: rows.length > page.limit ? shown.at(-1)!.first_position : null,
    };
  }
}

/** A text search query for all words, each as the beginning of one; quoted, so that no sign in them is an operator. */
function allWordsBeginning(search: string): string {
  return wordsOf(search)
    .map((word) => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}':*`)
    .join(' & ');
}

function listedCustomerOf(row: ProfileRow): ListedCustomer {
  return {
    id: row.customer_id,
    name: row.name,
    contactPoints: row.contact_points
      .filter((point) => stateOf(point) !== 'retired')
      .map(({ kind, value }) => ({ kind, value })),
    firstContactAt: row.first_contact_at,
    lastContactAt: row.last_contact_at,
    totals: totalsViewOf(row),
  };
}
