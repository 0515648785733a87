/** Every kind of fault that a plan may hold against the processes, the database and what lies between them. */
export const FAULT_KINDS = [
  'process killed',
  'database killed',
  'database restarted',
  'connections cut',
  'connections slow',
  'connections stalled',
  'connections half open',
  'answers lost',
  'clock jumped',
  'lease holder paused',
  'process paused',
  'log disk full',
  'write-ahead log disk full',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** Faults that the client itself makes, by what it sends. */
export const CLIENT_FAULT_KINDS = ['request repeated at once', 'request repeated late', 'requests reordered'] as const;

export type ClientFaultKind = (typeof CLIENT_FAULT_KINDS)[number];

/** A fault and when it strikes. */
export interface PlannedFault {
  kind: FaultKind;
  /** Milliseconds after the clients have begun. */
  atMs: number;
  /** How long it lasts, or how long a killed process stays away. */
  forMs: number;
  /** The process that it strikes, as a number to be divided by how many there are. */
  process: number;
  /** Milliseconds by which a clock jumps, or by which each packet is late. */
  byMs: number;
  /** The share of connections that are cut, from 0 to 1. */
  share: number;
}
