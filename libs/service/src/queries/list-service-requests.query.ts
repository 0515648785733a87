import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { cutPage, type Page, ReadModels } from '#projections/read-models';
import {
  type RequestState,
  type ServiceRequestRow,
  serviceRequestTable,
} from '../projections/service-request-table.js';
import { type RequestFilter, whereRequests } from './request-filter.js';

export interface ListedRequest {
  customerId: string;
  requestId: string;
  state: RequestState;
  category: string | null;
  channel: string | null;
  severity: string | null;
  store: string | null;
  product: string | null;
  owner: string | null;
  billing: string | null;
  purchaseId: string | null;
  source: string;
  openedAt: string | null;
  reactBy: string | null;
  resolveBy: string | null;
  firstReactionAt: string | null;
  resolvedAt: string | null;
  closedAt: string | null;
  reopenings: number;
  /** From its opening; null while there is none. */
  secondsToReaction: number | null;
  secondsToResolution: number | null;
}

export interface RequestsPage {
  requests: ListedRequest[];
  /** Where to go on, or null at the end. */
  after: number | null;
}

/** Service requests in the order in which the ledger came to know them. */
export class ListServiceRequests extends Query<RequestsPage> {
  constructor(
    readonly filter: RequestFilter,
    /** RFC 3339 in UTC: decides what is overdue. */
    readonly at: string,
    readonly page: Page,
  ) {
    super();
  }
}

@QueryHandler(ListServiceRequests)
export class ListServiceRequestsHandler implements IQueryHandler<ListServiceRequests> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ filter, at, page }: ListServiceRequests): Promise<RequestsPage> {
    const query = this.readModels.repository<ServiceRequestRow>(serviceRequestTable).createQueryBuilder('request');
    const found = await whereRequests(query, filter, at)
      .andWhere('request.first_position > :after', { after: page.after ?? 0 })
      .orderBy('request.first_position')
      .limit(page.limit + 1)
      .getMany();
    const { rows, after } = cutPage(found, page);
    return { requests: rows.map(listedRequestOf), after };
  }
}

function listedRequestOf(row: ServiceRequestRow): ListedRequest {
  return {
    customerId: row.customer_id,
    requestId: row.request_id,
    state: row.state,
    category: row.category,
    channel: row.channel,
    severity: row.severity,
    store: row.store,
    product: row.product,
    owner: row.owner,
    billing: row.billing,
    purchaseId: row.purchase_id,
    source: row.source,
    openedAt: row.opened_at,
    reactBy: row.react_by,
    resolveBy: row.resolve_by,
    firstReactionAt: row.first_reaction_at,
    resolvedAt: row.resolved_at,
    closedAt: row.closed_at,
    reopenings: row.reopenings,
    secondsToReaction: secondsBetween(row.opened_at, row.first_reaction_at),
    secondsToResolution: secondsBetween(row.opened_at, row.resolved_at),
  };
}

function secondsBetween(from: string | null, to: string | null): number | null {
  return from === null || to === null ? null : (Date.parse(to) - Date.parse(from)) / 1_000;
}
