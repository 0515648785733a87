import { OneOf, Text } from '#kernel';
import { PARKED_STATUSES, type ParkedStatus } from '../../parked/parked-event.js';
import { PageLimit, PageCursor } from '../read-query.js';

/** What the list of parked events may be asked for. */
export class ListParkedQuery {
  @OneOf(PARKED_STATUSES, { about: 'Events that are in this state', optional: true })
  status?: ParkedStatus;

  @PageLimit
  limit?: string;

  @PageCursor
  cursor?: string;
}

/** Body of POST /v1/projections/{name}/parked/retries. */
export class RetryParkedBody {
  @Text({
    about: 'Position of one event: tries what is left out together with it; without it all of the projection',
    pattern: /^\d{1,19}$/,
    optional: true,
  })
  position?: string;
}
