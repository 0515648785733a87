import { ensureReady } from './ensure-ready.mjs';
import { orStop } from './say.mjs';

await orStop(3, ensureReady);
// In this process, so that signals reach the worker itself.
await import('../../dist/apps/worker/src/main.js');
