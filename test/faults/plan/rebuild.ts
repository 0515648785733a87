/** Read models that are built anew while all else goes on. */
export interface PlannedRebuild {
  /** Milliseconds after the clients have begun. */
  atMs: number;
  /** The API that is asked for it, as a number to be divided by how many there are. */
  api: number;
  /** Whether it is compared with the live read models before it takes their place. */
  verify: boolean;
}
