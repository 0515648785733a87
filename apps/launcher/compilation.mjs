import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './project.mjs';
import { runNode } from './run.mjs';
import { CannotRun, say } from './say.mjs';
import { fingerprint, sourceFiles } from './source-files.mjs';

const output = join(root, 'dist');
/** Written last: says what dist/ was made of. */
const stamp = join(output, '.made-of');

export function compilationIsCurrent() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(root, sourceFiles(root));
}

export function compile() {
  say('compiling (tsc)');
  const sources = sourceFiles(root);
  const madeOf = fingerprint(root, sources);
  const incremental = existsSync(stamp);
  rmSync(stamp, { force: true });
  // After a build that did not finish, the compiler's notes may not say the truth about dist/.
  if (!incremental) rmSync(join(output, '.tsbuildinfo'), { force: true });
  if (runNode(['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']) !== 0) {
    throw new CannotRun('the sources do not compile; see the messages above');
  }
  for (const path of sources.assets) cpSync(join(root, path), join(output, path));
  removeLeftOvers(sources);
  writeFileSync(`${stamp}.new`, madeOf);
  renameSync(`${stamp}.new`, stamp);
}

/** Removes what was made of sources that are no more. */
function removeLeftOvers({ compiled, assets }) {
  const made = compiled.map((path) => path.replace(/\.ts$/, '.js'));
  const expected = new Set([...made, ...made.map((path) => `${path}.map`), ...assets]);
  for (const folder of ['apps', 'libs', 'bench', 'test'].filter((name) => existsSync(join(output, name)))) {
    for (const entry of readdirSync(join(output, folder), { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath, entry.name);
      if (entry.isFile() && !expected.has(relative(output, file))) rmSync(file);
    }
  }
}
