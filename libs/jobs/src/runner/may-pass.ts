import { isLostConnection } from '#event-store';
import { Unavailable } from '#kernel';

/** Whether the same work may succeed later, though nothing of it changes. */
export function mayPass(error: unknown): boolean {
  return error instanceof Unavailable || isLostConnection(error);
}
