import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FactToRecord, FolderImportResult } from '#intake';
import { readJsonLines } from '../support.js';
import { factsOfFolder } from './facts-of-file.js';

export interface FolderReading {
  facts: FactToRecord[];
  result: FolderImportResult;
  /** File, row, and the first field and rule of each rejected row. */
  rejects: [file: string, row: number, field: string, rule: string][];
}

interface Reject {
  file: string;
  row: number;
  reasons: { field: string; rule: string }[];
}

/** What a preset makes of a folder with these files. */
export async function readFolder(preset: string, files: Readonly<Record<string, string>>): Promise<FolderReading> {
  const folder = await mkdtemp(join(tmpdir(), 'rapport-preset-'));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const { facts, result } = await factsOfFolder(folder, preset, join(folder, 'rejects'));
    const rejects = result.rejects ? await readJsonLines<Reject>(result.rejects) : [];
    return {
      facts,
      result,
      rejects: rejects.map(({ file, row, reasons }) => [file, row, reasons[0]!.field, reasons[0]!.rule]),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
