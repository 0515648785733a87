import type { Violation } from '#kernel';
import type { Pick } from './column-scope.js';
import { type ColumnReader, isEmpty, type RowAtHand, textOf } from './columns.js';
import type { RowScopes } from './row-scopes.js';

/** Makes a value of a row; undefined for one that is left out. */
export type Maker = (row: RowAtHand) => unknown;

export interface TemplateContext {
  /** Place in the mapping document. */
  path: string;
  /** The event's field, as violations name it. */
  field: string;
  /** `pick`: which row of a group is meant. */
  column: (name: string, pick?: Pick) => ColumnReader;
  scopes: RowScopes;
  /** Whether this is about each row below a row, such as those of a group. */
  isBelow?: boolean;
  violations: Violation[];
}

/** The line of the file on which the row begins. */
const ROW_NUMBER = 'row';

/** Literal text, `{column}`, and `{{` or `}}` for a brace. */
const PARTS = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g;

/** A text in which `{column}` stands for the column's value and `{row}` for the row's number. */
export function template(text: string, context: TemplateContext): Maker {
  const pieces: (string | Maker)[] = [];
  let literal = '';
  let from = 0;
  for (const match of text.matchAll(PARTS)) {
    literal += text.slice(from, match.index);
    from = match.index + match[0].length;
    if (match[0] === '{{' || match[0] === '}}') {
      literal += match[0][0];
    } else if (match[1] === undefined) {
      const message = `has a single brace; write {column}, or {{ and }} for a brace: ${text}`;
      context.violations.push({ field: context.path, rule: 'template', message });
    } else {
      pieces.push(literal, match[1] === ROW_NUMBER ? (row) => String(row.number) : columnText(match[1], context));
      literal = '';
    }
  }
  literal += text.slice(from);
  if (pieces.length === 0) return () => literal;
  pieces.push(literal);
  return (row) => {
    let made = '';
    for (const piece of pieces) made += typeof piece === 'string' ? piece : String(piece(row));
    return made;
  };
}

function columnText(name: string, { column, field }: TemplateContext): Maker {
  const read = column(name);
  return (row) => {
    const value = read(row.columns);
    const text = typeof value === 'string' ? value : textOf(value);
    if (text.trim() !== '') return text;
    const empty = isEmpty(value);
    row.violations.push({
      field,
      rule: empty ? 'required' : 'type',
      message: `column ${name} ${empty ? 'is empty' : 'is not a plain value'}`,
    });
    return '';
  };
}
