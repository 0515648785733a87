import { ensureReady } from './ensure-ready.mjs';
import { orStop } from './say.mjs';

await orStop(3, ensureReady);
await import('../../dist/test/faults/main.js');
