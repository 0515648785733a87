import type { ClientBase } from 'pg';

export async function readHead(client: ClientBase): Promise<bigint> {
  const { rows } = await client.query<{ position: string }>({
    name: 'read-head',
    text: 'SELECT position FROM log.head',
  });
  return BigInt(rows[0]!.position);
}
