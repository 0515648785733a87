import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { FileUnreadable } from '#intake';
import { ValidationFailed } from '#kernel';

/** What a YAML or JSON file says. Throws FileUnreadable, or ValidationFailed for a file that is neither. */
export async function readRulesFile(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new FileUnreadable(file, error instanceof Error ? error.message : String(error), { cause: error });
  }
  try {
    // Every JSON document is a YAML document too.
    return parse(text) as unknown;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ValidationFailed([{ field: file, rule: 'yaml', message }]);
  }
}
