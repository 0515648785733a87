import { join } from 'node:path';
import { withLock } from './checkout-lock.mjs';
import { compilationIsCurrent, compile } from './compilation.mjs';
import { install, installationIsCurrent } from './installation.mjs';
import { checkNodeVersion } from './node-version.mjs';
import { root } from './project.mjs';

/**
 * Brings a checkout to where its programs can run, from wherever it is: checks Node, installs what is missing, compiles
 * what has changed. Says on standard error what it does, and nothing when there is nothing to do. Throws CannotRun.
 */
export async function ensureReady() {
  checkNodeVersion(process.versions.node);
  if (installationIsCurrent() && compilationIsCurrent()) return;
  await withLock(join(root, 'dist', '.launcher.lock'), () => {
    // Looked at again: another launcher may have done it while this one waited.
    if (!installationIsCurrent()) install();
    if (!compilationIsCurrent()) compile();
  });
}
