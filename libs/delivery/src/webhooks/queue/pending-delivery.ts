/** An event that is to be sent, as far as the order of sending wants to know it. The body is in the log. */
export interface PendingDelivery {
  position: bigint;
  /** The event's id: the delivery's, too, whatever becomes of it. */
  eventId: string;
  stream: string;
  revision: number;
  /** Attempts so far. */
  attempts: number;
  /** Not before this time of the clock that the queue is asked by. */
  dueAtMs: number;
}
