import { Client } from 'pg';
import { Leases, migrateWork } from '#work';
import { webhookMigrations } from './webhook-migrations.js';

/** Creates the tables of deliveries, and of the leases under which they are made. Throws what the driver throws. */
export async function migrateDelivery(connectionString: string): Promise<void> {
  await Leases.migrate(connectionString);
  const client = new Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await migrateWork(client, webhookMigrations);
  } finally {
    await client.end();
  }
}
