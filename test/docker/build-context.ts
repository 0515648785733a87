import { readFileSync } from 'node:fs';
import { ROOT } from './dockerfile.js';

/**
 * Whether .dockerignore lets a file through. It is a list of what may pass (`!path`) after a `*` that nothing does, and of
 * endings that may not after all (a double asterisk, a slash, `*.ending`); another form is an error here.
 */
export function buildContextFilter(): (path: string) => boolean {
  const lines = readFileSync(`${ROOT}.dockerignore`, 'utf8').split('\n');
  const [first, ...rules] = lines.filter((line) => line !== '' && !line.startsWith('#'));
  if (first !== '*') throw new Error('.dockerignore must first keep everything out');
  const passing: string[] = [];
  const endings: string[] = [];
  for (const rule of rules) {
    if (/^![\w./-]+$/.test(rule)) passing.push(rule.slice(1));
    else if (/^\*\*\/\*[\w.]+$/.test(rule)) endings.push(rule.slice('**/*'.length));
    else throw new Error(`.dockerignore has a rule that is not understood: ${rule}`);
  }
  return (path) =>
    passing.some((each) => path === each || path.startsWith(`${each}/`)) &&
    !endings.some((ending) => path.endsWith(ending));
}
