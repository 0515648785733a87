import { randomUUID } from 'node:crypto';
import { PostgresEventStore } from '../../../dist/libs/event-store/src/index.js';

/**
 * Appends as fast as it can, from 16 callers, and prints `id position` for each event when, and only when, it was
 * acknowledged. Ends by being killed.
 */
const store = await PostgresEventStore.open({
  connectionString: process.argv[2],
  saysTheSame: (stored, offered) => stored.data.equals(offered.data),
});

async function appendWithoutEnd(caller) {
  for (;;) {
    const id = randomUUID();
    const event = { id, type: 'NoteAdded', data: Buffer.from(id), metadata: Buffer.from('{}') };
    const { position } = await store.append({ stream: `s-${caller}`, expectedRevision: 'any', events: [event] });
    process.stdout.write(`${id} ${position}\n`);
  }
}

await Promise.all(Array.from({ length: 16 }, (_, caller) => appendWithoutEnd(caller)));
