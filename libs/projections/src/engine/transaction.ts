import type { Statements } from '../tables/table-rows.js';
import { isConsequence } from './refusal.js';
import type { RunnerSession } from './runner-session.js';

/** A transaction whose statements are sent without waiting for each other. Ends by `commit` or `abort`. */
export class Transaction implements Statements {
  private readonly sent: Promise<unknown>[] = [];

  constructor(private readonly session: RunnerSession) {
    void this.send(session.command('begin'));
  }

  query(name: string, text: string, values: readonly string[]): Promise<(string | null)[][]> {
    return this.send(this.session.query(name, text, values));
  }

  /** Work that waits for such statements; whether it fails is looked at when they are. */
  watch<T>(work: Promise<T>): Promise<T> {
    work.catch(() => undefined);
    return work;
  }

  /** Throws the error of the first statement that failed, with nothing stored. */
  async commit(): Promise<void> {
    void this.send(this.session.command('commit'));
    const failure = await this.failure();
    if (failure) throw failure.error;
  }

  /** Takes everything back; the error that lies behind `error`. */
  async abort(error: unknown): Promise<unknown> {
    const failure = await this.failure();
    if (!this.session.lost.aborted) await this.session.command('rollback');
    return failure && isConsequence(error) ? failure.error : error;
  }

  private async failure(): Promise<{ error: unknown } | undefined> {
    const outcomes = await Promise.allSettled(this.sent);
    const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    if (errors.length === 0) return undefined;
    return { error: errors.find((error) => !isConsequence(error)) ?? errors[0] };
  }

  /** Failures are looked at when the transaction ends, or by whoever waits for the answer before. */
  private send<T>(statement: Promise<T>): Promise<T> {
    this.sent.push(statement);
    return this.watch(statement);
  }
}
