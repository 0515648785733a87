/** The right to do a piece of work that only one process at a time may do. */
export interface Lease {
  name: string;
  /** Rises with every owner of the lease. What is written under the lease says it, and is refused when it is over. */
  epoch: bigint;
  /** Aborted when another process may have the lease. */
  lost: AbortSignal;
}
