const SOCKET_ERRORS = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
]);

/**
 * SQLSTATEs that say "not now" and nothing about the statement: connection exceptions (class 08), shutdown, crash,
 * starting up (57P01 to 57P05), resources used up (class 53), a lock not had in time (55P03), serialization failure and
 * deadlock (40001, 40P01).
 */
const PASSING_STATES = /^(08...|57P0[1-5]|53...|55P03|40001|40P01)$/;

/** The driver gives no code to the errors of its own making. */
const DRIVER_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error|Client was closed)/;

/** Whether the same statement may succeed when it is sent again in a while, over a new connection if need be. */
export function isLostConnection(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  // Of a host with several addresses, each has its own error.
  if ('errors' in error && Array.isArray(error.errors)) return error.errors.some(isLostConnection);
  const code = 'code' in error ? String(error.code) : '';
  if (SOCKET_ERRORS.has(code) || PASSING_STATES.test(code)) return true;
  return 'message' in error && DRIVER_MESSAGES.test(String(error.message));
}
