import type { ClientBase } from 'pg';
import type { Statements } from './table-rows.js';

const asText = { getTypeParser: () => (text: string) => text };

/**
 * Statements of somebody else's transaction, one after the other. The connection must say dates as ISO texts in UTC.
 */
export class ClientStatements implements Statements {
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly client: ClientBase) {}

  query(name: string, text: string, values: readonly string[]): Promise<(string | null)[][]> {
    const answer = this.last.then(() => this.send(name, text, values));
    this.last = answer.catch(() => undefined);
    return answer;
  }

  private async send(name: string, text: string, values: readonly string[]): Promise<(string | null)[][]> {
    const query = { name, text, values: [...values], rowMode: 'array' as const, types: asText };
    return (await this.client.query<(string | null)[]>(query)).rows;
  }
}
