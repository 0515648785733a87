import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { cutPage, type Page, ReadModels } from '#projections/read-models';
import { type RefusalKind, type RefusalRow, refusalTable } from '../projections/refusals.js';
import { REFUSAL_DIMENSIONS, type RefusalFilter, whereRefusals } from './refusal-filter.js';

export interface ListedRefusal {
  eventId: string;
  customerId: string;
  kind: RefusalKind;
  occurredAt: string;
  subject: string | null;
  reason: string | null;
  competitor: string | null;
  product: string | null;
  owner: string | null;
  campaign: string | null;
  channel: string | null;
  offerId: string | null;
  opportunityId: string | null;
  /** The event that he said no to. */
  answers: string | null;
  source: string;
}

export interface RefusalsPage {
  refusals: ListedRefusal[];
  /** Where to go on, or null at the end. */
  after: number | null;
}

/** Refusals in the order of recording: what stands behind a number of the report. */
export class ListRefusals extends Query<RefusalsPage> {
  constructor(
    readonly filter: RefusalFilter,
    readonly page: Page,
  ) {
    super();
  }
}

/** What may stand in the opportunity only. */
const FILLED = ['product', 'competitor', 'owner', 'campaign'] as const;
type Filled = Record<(typeof FILLED)[number], string | null>;

@QueryHandler(ListRefusals)
export class ListRefusalsHandler implements IQueryHandler<ListRefusals> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ filter, page }: ListRefusals): Promise<RefusalsPage> {
    const query = this.readModels.repository<RefusalRow>(refusalTable).createQueryBuilder('refusal');
    for (const name of FILLED) query.addSelect(REFUSAL_DIMENSIONS[name], name);
    const { entities, raw } = await whereRefusals(query, filter)
      .andWhere('refusal.first_position > :after', { after: page.after ?? 0 })
      .orderBy('refusal.first_position')
      .limit(page.limit + 1)
      .getRawAndEntities<Filled>();
    const { rows, after } = cutPage(entities, page);
    return { refusals: rows.map((row, index) => listedRefusalOf(row, raw[index]!)), after };
  }
}

function listedRefusalOf(row: RefusalRow, { product, competitor, owner, campaign }: Filled): ListedRefusal {
  return {
    eventId: row.refusal,
    customerId: row.customer_id,
    kind: row.kind,
    occurredAt: row.occurred_at,
    subject: row.subject,
    reason: row.reason_code,
    competitor,
    product,
    owner,
    campaign,
    channel: row.channel,
    offerId: row.offer_id,
    opportunityId: row.opportunity_id,
    answers: row.answers,
    source: row.source,
  };
}
