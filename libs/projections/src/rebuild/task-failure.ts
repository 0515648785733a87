import { isLostConnection } from '#event-store';
import { Unavailable } from '#kernel';
import { isRefusalOfRows, RowsRefused } from '../engine/refusal.js';

/** Why a task failed, as plain data: errors lose their class on the way between threads. */
export interface TaskFailure {
  kind: 'may-pass' | 'rows-refused' | 'other';
  message: string;
}

export function taskFailureOf(error: unknown): TaskFailure {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (error instanceof Unavailable || isLostConnection(error)) return { kind: 'may-pass', message };
  return { kind: isRefusalOfRows(error) ? 'rows-refused' : 'other', message };
}

/** An error that is dealt with as the one in the other thread would have been. */
export function errorOfTask({ kind, message }: TaskFailure): Error {
  if (kind === 'may-pass') return new Unavailable(message);
  return kind === 'rows-refused' ? new RowsRefused(message) : new Error(message);
}
