import { COUNT, ID, INSTANT, listOf, NEXT_CURSOR, objectOf, orNull, TEXT } from '#projections/http';
import { REQUEST_STATES } from '../projections/service-request-table.js';
import type { ListedRequest } from '../queries/list-service-requests.query.js';
import type {
  Duration,
  RequestFigures,
  RequestGroup,
  RequestReport,
} from '../queries/report-service-requests.query.js';

export interface RequestsAnswer {
  at: string;
  requests: ListedRequest[];
  next: string | null;
}

const KNOWN_TEXT = orNull(TEXT);
const SECONDS = orNull({ type: 'number', description: 'Seconds' });

export const REQUESTS_SCHEMA = objectOf<RequestsAnswer>({
  at: INSTANT,
  requests: listOf(
    objectOf<ListedRequest>({
      customerId: ID,
      requestId: TEXT,
      state: { type: 'string', enum: REQUEST_STATES },
      category: KNOWN_TEXT,
      channel: KNOWN_TEXT,
      severity: KNOWN_TEXT,
      store: KNOWN_TEXT,
      product: KNOWN_TEXT,
      owner: KNOWN_TEXT,
      billing: KNOWN_TEXT,
      purchaseId: KNOWN_TEXT,
      source: TEXT,
      openedAt: orNull(INSTANT),
      reactBy: orNull(INSTANT),
      resolveBy: orNull(INSTANT),
      firstReactionAt: orNull(INSTANT),
      resolvedAt: orNull(INSTANT),
      closedAt: orNull(INSTANT),
      reopenings: COUNT,
      secondsToReaction: SECONDS,
      secondsToResolution: SECONDS,
    }),
  ),
  next: NEXT_CURSOR,
});

const DURATION = objectOf<Duration>({ n: COUNT, mean: SECONDS, median: SECONDS });

const FIGURES = {
  n: COUNT,
  open: COUNT,
  resolved: COUNT,
  closed: COUNT,
  withoutReaction: COUNT,
  reopened: COUNT,
  overdue: objectOf<RequestFigures['overdue']>({ reaction: COUNT, resolution: COUNT }),
  secondsToReaction: DURATION,
  secondsToResolution: DURATION,
};

export const REQUEST_REPORT_SCHEMA = objectOf<RequestReport>({
  by: KNOWN_TEXT,
  at: INSTANT,
  from: orNull(INSTANT),
  to: orNull(INSTANT),
  total: objectOf<RequestFigures>(FIGURES),
  groups: listOf(objectOf<RequestGroup>({ value: KNOWN_TEXT, ...FIGURES })),
});
