import type { Client } from 'pg';
import { IS_THERE_SQL } from '../audit/audit-sql.js';
import type { Cluster } from '../cluster/cluster.js';
import type { SupervisedProcess } from '../cluster/supervised-process.js';

/** Ports of the connections under which leases are held: by rows of the table of leases, or by a lock of the session. */
const BY_TABLE_SQL = `select distinct a.client_port as port from work.lease as l
  join pg_stat_activity as a on a.pid = l.backend_pid where l.owner is not null`;
const BY_LOCK_SQL = `select distinct a.client_port as port from pg_locks as l
  join pg_stat_activity as a on a.pid = l.pid
  where l.locktype = 'advisory' and l.granted and a.application_name like 'rapport-projections%'`;

/** A process that holds a lease now, the first from `start` on; undefined when there is none, or no telling. */
export async function leaseHolder(cluster: Cluster, start: number): Promise<SupervisedProcess | undefined> {
  const ports = await cluster.database.withClient(portsOfHolders);
  const { processes } = cluster;
  return processes
    .map((_, index) => processes[(start + index) % processes.length]!)
    .find(({ proxy }) => ports.some((port) => proxy.carries(port)));
}

async function portsOfHolders(client: Client): Promise<number[]> {
  const { rows } = await client.query<{ there: boolean }>(IS_THERE_SQL, ['work.lease']);
  const byTable = rows[0]!.there ? (await client.query<{ port: number }>(BY_TABLE_SQL)).rows : [];
  const holders = byTable.length > 0 ? byTable : (await client.query<{ port: number }>(BY_LOCK_SQL)).rows;
  return holders.map(({ port }) => port);
}
