import type { Command } from 'commander';
import { ListPrograms, ListProgramsHandler, type ProgramView } from '#loyalty/queries';
import { EXIT } from '../exit-codes.js';
import { outputTo, table } from '../output.js';
import { readRulesFile } from '../rules-file.js';
import type { Run } from '../run.js';
import { withLedger, withReadModels } from '../with-ledger.js';

/** The source of what is published by hand. */
const SOURCE = 'urn:rapport:cli';

interface Published {
  program: string;
  programVersion: number;
  position: string;
  /** It was published before, with the same rules. */
  duplicate: boolean;
}

/** `program publish FILE` and `program list`: the rules of loyalty programmes. */
export function programCommand(program: Command, run: Run): void {
  const programs = program.command('program').description('the rules of loyalty programmes');
  programs
    .command('publish <file>')
    .description('publish a version of a programme: a YAML or JSON file with the fields of ProgramPublished')
    .option('--json', 'one JSON document')
    .action((file: string, options: { json?: true }) => run(() => publish(file, options.json ?? false)));
  programs
    .command('list')
    .description('every programme, its versions, and which one is in force')
    .option('--json', 'one JSON document')
    .action((options: { json?: true }) => run(() => list(options.json ?? false)));
}

async function publish(file: string, json: boolean): Promise<typeof EXIT.done> {
  const data = await readRulesFile(file);
  return withLedger(async ({ reader, recorder }) => {
    const { program, programVersion } = (data ?? {}) as Partial<Published>;
    const fact = reader.read({
      specversion: '1.0',
      type: 'ProgramPublished',
      source: SOURCE,
      id: `${program}:${programVersion}`,
      data,
    });
    const { position, duplicate } = await recorder.record({ facts: [fact] });
    const answer = { program: program!, programVersion: programVersion!, position: String(position), duplicate };
    outputTo(process.stdout, { json }).answer(answer, publishedText);
    return EXIT.done;
  });
}

async function list(json: boolean): Promise<typeof EXIT.done> {
  return withReadModels(async ({ readModels }) => {
    const programs = await new ListProgramsHandler(readModels).execute(new ListPrograms(new Date().toISOString()));
    outputTo(process.stdout, { json }).answer({ programs }, () => programsText(programs));
    return EXIT.done;
  });
}

function publishedText({ program, programVersion, duplicate }: Published): string {
  return `${program} version ${programVersion} ${duplicate ? 'was published before' : 'is published'}`;
}

function programsText(programs: readonly ProgramView[]): string {
  return table(
    ['programme', 'version', 'in force from', 'in force now', 'name'],
    programs.flatMap(({ program, inForce, versions }) =>
      versions.map(({ programVersion, effectiveFrom, name }) => [
        program,
        String(programVersion),
        programVersion === 0 ? '-' : effectiveFrom,
        programVersion === inForce ? 'yes' : '',
        name ?? '',
      ]),
    ),
  );
}
