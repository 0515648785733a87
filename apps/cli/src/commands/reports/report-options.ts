import { ValidationFailed } from '#kernel';
import { instantOption } from '../../instant-option.js';

/** What reports are narrowed and told apart by. */
export interface ReportOptions {
  asOf?: string;
  from?: string;
  to?: string;
  source?: string;
  by?: string;
  json?: true;
}

/** The instant of `--as-of`; by default now. */
export function asOfOption({ asOf }: ReportOptions): string {
  return asOf === undefined ? new Date().toISOString() : instantOption('--as-of', asOf);
}

/** The period of `--from` and `--to`, as far as they are given. */
export function periodOption({ from, to }: ReportOptions): { from?: string; to?: string } {
  return {
    ...(from === undefined ? {} : { from: startOption('--from', from) }),
    ...(to === undefined ? {} : { to: startOption('--to', to) }),
  };
}

/** One of the words given. Throws ValidationFailed for another. */
export function wordOption<Word extends string>(name: string, text: string, words: readonly Word[]): Word {
  const word = words.find((each) => each === text);
  if (word !== undefined) return word;
  throw new ValidationFailed([{ field: name, rule: 'enum', message: `must be one of ${words.join(', ')}` }]);
}

/** A whole number from 1. Throws ValidationFailed for another text. */
export function countOption(name: string, text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new ValidationFailed([{ field: name, rule: 'type', message: 'must be a whole number, at least 1' }]);
}

/** A figure for people; what is not known is a dash. */
export function figureText(figure: number | string | null, unit = ''): string {
  return figure === null ? '-' : `${figure}${unit}`;
}

/** A date stands for its beginning here, so that a period from one date to another does not count the second one. */
function startOption(name: string, text: string): string {
  return instantOption(name, /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
}
