import { totalmem } from 'node:os';

const gibibyte = 2 ** 30;

/** Settings for a ledger on a machine that also runs the rest of it. */
export function serverSettings(): Record<string, string> {
  const small = totalmem() < 2 * gibibyte;
  return {
    // The promise that what was acknowledged is there; said here so that no leftover configuration can break it.
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    // Over TCP on this machine only. No socket file: their paths may be too long, and a crash leaves them behind.
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: small ? '64MB' : '256MB',
    max_wal_size: small ? '512MB' : '2GB',
    // Compiling a query costs more than these queries take.
    jit: 'off',
    random_page_cost: '1.1',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    log_line_prefix: '%m [%p] ',
  };
}
