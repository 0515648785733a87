import { withPatienceFor } from '../../connection/patience.js';
import { isLostConnection } from './lost-connection.js';

/**
 * Does something again and again, attempt 0 first, as long as the connection is lost. Only for what may be done twice.
 * Throws Unavailable when patience is over; other errors as they are.
 */
export function withPatience<T>(work: (attempt: number) => Promise<T>): Promise<T> {
  return withPatienceFor(isLostConnection, work);
}
