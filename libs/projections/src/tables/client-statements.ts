import type { ClientBase } from 'pg';
import type { Statements } from './table-rows.js';

const AS_TEXT = { getTypeParser: () => (text: string) => text };

/** The session writes dates as ISO texts in UTC (SESSION_TIMES). */
export const SESSION_TIMES = `set timezone = 'UTC'; set datestyle = 'ISO, YMD'`;

/** Statements over a connection whose session has SESSION_TIMES, within whatever transaction it is in. */
export function statementsOver(client: ClientBase): Statements {
  return {
    async query(name, text, values) {
      const query = { name, text, values: [...values], rowMode: 'array' as const, types: AS_TEXT };
      return (await client.query<(string | null)[]>(query)).rows;
    },
  };
}
