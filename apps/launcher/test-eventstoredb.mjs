import { ensureReady } from './ensure-ready.mjs';
import { runNode } from './run.mjs';
import { orStop, say } from './say.mjs';

/** The contract and the end-to-end suite of the EventStoreDB engine, against a real server. */
const url = process.env.EVENT_STORE_URL;
if (!/^(esdb|kurrent|kurrentdb):\/\//.test(url ?? '')) {
  say('EVENT_STORE_URL must name one node of EventStoreDB or KurrentDB, such as esdb://admin:changeit@localhost:2113');
  say('Every log gets a ledger of its own there; the connections that the tests cut are those of a proxy of theirs.');
  process.exit(2);
}
await orStop(2, ensureReady);
process.env.RAPPORT_TEST_EVENT_STORE_URL = url;
const status = runNode(
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '--config',
    'test/jest.config.js',
    'test/contract/eventstoredb-event-store.spec.ts',
    'test/e2e/eventstoredb.e2e.spec.ts',
    ...process.argv.slice(2),
  ],
  { toStdout: true },
);
process.exitCode = status === 0 ? 0 : 1;
