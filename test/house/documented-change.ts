import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A code block of a page: its language and its lines. */
export interface CodeBlock {
  language: string;
  lines: string[];
}

/** The code blocks of a Markdown page, in order. */
export function codeBlocksOf(page: string): CodeBlock[] {
  return [...page.matchAll(/^```(\w+)\n(.*?)\n```$/gms)].map(([, language, text]) => ({
    language: language!,
    lines: text!.split('\n'),
  }));
}

/** Writes the files that `// path` blocks hold and changes those that `+++ path` blocks name; answers their paths. */
export function applyBlocks(blocks: readonly CodeBlock[], root: string): string[] {
  return blocks.flatMap(({ language, lines }) => {
    const [head = '', ...body] = lines;
    if (language === 'ts') {
      const path = head.replace(/^\/\/ /, '');
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), `${body.join('\n')}\n`);
      return [path];
    }
    if (language === 'diff') {
      const path = head.replace(/^\+\+\+ /, '');
      const file = join(root, path);
      writeFileSync(file, changed(readFileSync(file, 'utf8'), body));
      return [path];
    }
    return [];
  });
}

/**
 * The text with a change as people write it: lines after a blank are there already, after a minus are taken out, and
 * after a plus are put in right behind the line before them, or in front of the first. Throws for a line that is not
 * there, or not in that order.
 */
export function changed(text: string, change: readonly string[]): string {
  const lines = text.split('\n');
  const inFront: string[] = [];
  let at: number | undefined;
  for (const step of change) {
    const line = step.slice(1);
    if (step.startsWith('+')) {
      if (at === undefined) inFront.push(line);
      else lines.splice(at++, 0, line);
      continue;
    }
    const found = lines.indexOf(line, at);
    if (found < 0) throw new Error(`there is no line ${JSON.stringify(line)} to hold on to`);
    const put = at === undefined ? inFront : [];
    lines.splice(found, step.startsWith('-') ? 1 : 0, ...put);
    at = found + put.length + (step.startsWith('-') ? 0 : 1);
  }
  return lines.join('\n');
}
