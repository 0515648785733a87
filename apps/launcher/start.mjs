import { ensureReady } from './ensure-ready.mjs';
import { orStop } from './say.mjs';

await orStop(3, ensureReady);
// In this process, so that signals reach the service itself.
await import('../../dist/apps/api/src/main.js');
