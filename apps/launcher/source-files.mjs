import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

const folders = ['apps', 'libs', 'bench', 'test/faults', 'test/processes/support'];
const configuration = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

/** What a program may read beside its code. */
const assets = /\.(yaml|yml|sql|html|css|svg|json)$/;

/** Paths of all that is built from, below `root`: compiled sources, and assets, which are copied. */
export function sourceFiles(root) {
  const all = folders.filter((folder) => existsSync(join(root, folder))).flatMap((folder) => filesBelow(root, folder));
  const own = all.filter((path) => !path.startsWith(join('bench', 'peers') + sep)).sort();
  return {
    compiled: own.filter((path) => path.endsWith('.ts') && !/\.(spec|d)\.ts$/.test(path)),
    assets: own.filter((path) => assets.test(path)),
  };
}

/** The same for the same contents, whenever they were written. */
export function fingerprint(root, { compiled, assets: copied }) {
  const hash = createHash('sha256');
  for (const path of [...configuration, ...compiled, ...copied]) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function filesBelow(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesBelow(root, path);
    return entry.isFile() ? [path] : [];
  });
}
