import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Instruction {
  name: string;
  /** What follows the name, as it stands there. */
  text: string;
}

export interface Stage {
  image: string;
  name: string | undefined;
  instructions: Instruction[];
}

/** The stages of docker/Dockerfile. Only what it uses is understood: one instruction a line, JSON forms for commands. */
export function readDockerfile(): Stage[] {
  const stages: Stage[] = [];
  for (const line of readFileSync(`${ROOT}docker/Dockerfile`, 'utf8').split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [, name, text] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    if (!name || !text || text.endsWith('\\')) throw new Error(`not understood: ${line}`);
    if (name === 'FROM') {
      const [, image, stage] = /^(\S+)(?: AS (\S+))?$/.exec(text)!;
      stages.push({ image: image!, name: stage, instructions: [] });
    } else {
      stages.at(-1)!.instructions.push({ name, text });
    }
  }
  return stages;
}

export interface Copy {
  /** The stage that it comes from; undefined for the files that the image is built of. */
  from: string | undefined;
  sources: string[];
  target: string;
}

export function readCopy(text: string): Copy {
  const words = text.split(' ');
  const from = words[0]!.startsWith('--from=') ? words.shift()!.slice('--from='.length) : undefined;
  const target = words.pop()!;
  return { from, sources: words, target };
}

/** The command of CMD ["a", "b"], also behind the options of HEALTHCHECK. */
export function readCommand(text: string): string[] {
  return JSON.parse(text.slice(text.indexOf('['))) as string[];
}
