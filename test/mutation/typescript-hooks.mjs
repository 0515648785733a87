import { readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transform } from '@swc/core';
import jestConfig from '../jest.config.js';

const checkout = new URL('../..', import.meta.url).href;
/** The mutated copy of the checkout: who is loaded from it gets all else from it, too. */
const COPY = /^.*\/\.stryker-tmp\/[^/]+\//;
const [, options] = jestConfig.transform['^.+\\.ts$'];

/** Finds sources by the names that they are imported by: libs by `#name`, files by their compiled names. */
export async function resolve(specifier, context, next) {
  const { parentURL = '' } = context;
  if (!parentURL.endsWith('.ts')) return next(specifier, context);
  const lib = /^#([a-z-]+)$/.exec(specifier)?.[1];
  if (lib !== undefined) return found(new URL(`libs/${lib}/src/index.ts`, COPY.exec(parentURL)?.[0] ?? checkout));
  if (specifier === '@jest/globals') return found(new URL('./jest-globals.mjs', import.meta.url));
  if (!/^\.{1,2}\/.*\.js$/.test(specifier)) return next(specifier, context);
  return found(new URL(specifier.replace(/\.js$/, '.ts'), parentURL));
}

/** Compiles sources as Jest does here. */
export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const filename = fileURLToPath(url);
  const { code } = await transform(await readFile(filename, 'utf8'), { ...options, filename, swcrc: false });
  return { format: 'module', source: code, shortCircuit: true };
}

function found(url) {
  return { url: pathToFileURL(fileURLToPath(url)).href, format: 'module', shortCircuit: true };
}
