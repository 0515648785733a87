import { register } from 'node:module';

/**
 * The protocol double as a process of its own: `node test/eventstoredb-double/serve.mjs [nodes]`. Prints its URL on a
 * line, and goes on until it is told to stop. It is not a database: what it holds ends with it.
 */
register('./typescript-loader.mjs', import.meta.url);
const { startDouble } = await import('./start-double.ts');
const nodes = Number(process.argv[2] ?? 1);
const double = await startDouble({ nodes });
process.stdout.write(`${nodes > 1 ? double.clusterUrl : double.url}\n`);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => double.stop());
