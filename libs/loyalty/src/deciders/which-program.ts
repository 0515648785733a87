import { refuse } from '#kernel';
import { type Programs, programsInForce, versionInForce } from '../rules/programs.js';
import { type Account, openLots } from './account.js';

/** The programme and the version of it that decides; 0 where no version is in force. */
export interface DecidingVersion {
  program: string;
  programVersion: number;
}

/**
 * The programme whose points are to be used: the one that is named, else the only one in which the customer has points
 * left. Refused where that leaves a choice.
 */
export function programToUse(
  named: string | undefined,
  account: Account,
  published: Programs,
  at: string,
): DecidingVersion {
  if (named !== undefined) return knownProgram(named, account, published, at);
  const withPoints = [...account.programs.keys()].filter((program) => openLots(account, program).length > 0);
  const choices = withPoints.length > 0 ? withPoints : programCodes(published, at);
  return deciding(onlyOne(choices), published, at);
}

/** The programme that points are to be added to or taken from: the one that is named, else the only one there is. */
export function programToAdjust(
  named: string | undefined,
  account: Account,
  published: Programs,
  at: string,
): DecidingVersion {
  if (named !== undefined) return knownProgram(named, account, published, at);
  return deciding(onlyOne([...new Set([...account.programs.keys(), ...programCodes(published, at)])]), published, at);
}

/** A version for a programme that is known by its name alone. */
export function deciding(program: string, published: Programs, at: string): DecidingVersion {
  return { program, programVersion: versionInForce(published, program, at) };
}

function knownProgram(program: string, account: Account, published: Programs, at: string): DecidingVersion {
  if (!published.has(program) && !account.programs.has(program)) {
    refuse(
      'known-program',
      'program',
      `there is no programme ${program}; there are ${[...published.keys()].join(', ')}`,
    );
  }
  return deciding(program, published, at);
}

function programCodes(published: Programs, at: string): string[] {
  return programsInForce(published, at).map(({ program }) => program);
}

function onlyOne(choices: readonly string[]): string {
  const [only, ...others] = choices;
  if (only === undefined || others.length > 0) {
    refuse('which-program', 'program', `say which programme: ${choices.join(', ') || 'none is in force'}`);
  }
  return only;
}
