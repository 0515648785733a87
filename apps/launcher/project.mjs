import { fileURLToPath } from 'node:url';

/** The checkout's folder, where everything is run from. */
export const root = fileURLToPath(new URL('../..', import.meta.url));
