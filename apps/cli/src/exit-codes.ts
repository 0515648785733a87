/** What the process ends with. */
export const EXIT = {
  done: 0,
  /** The check found something, or rows were rejected. */
  found: 1,
  wrongUsage: 2,
  couldNotRun: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
