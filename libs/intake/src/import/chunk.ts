import type { FactToRecord } from '../recording/fact-to-record.js';
import type { Row } from '../rows/row.js';
import type { Reject } from './reject.js';

const MAX_FACTS = 2_000;
const MAX_TEXT_LENGTH = 4 * 1_048_576;

/** Rows that are recorded in one step: many enough to be fast, few enough to be held in memory. */
export class Chunk {
  readonly facts: FactToRecord[] = [];
  /** The row of each fact. */
  readonly rows: Row[] = [];
  readonly rejects: Reject[] = [];
  /** Rows of the file that `rejects` are about. */
  rejected = 0;
  private textLength = 0;

  /** `file`: name of the file, for its rejects. */
  constructor(private readonly file: string) {}

  get isEmpty(): boolean {
    return this.facts.length === 0 && this.rejects.length === 0;
  }

  /** The streams that its facts go to. */
  streams(): Set<string> {
    return new Set(this.facts.map(({ stream }) => stream));
  }

  /** Takes the facts out that go to these streams, and makes a chunk of them; both keep their order. */
  takeOut(streams: ReadonlySet<string>): Chunk {
    const taken = new Chunk(this.file);
    const [facts, rows] = [this.facts.splice(0), this.rows.splice(0)];
    facts.forEach((fact, at) => {
      const to = streams.has(fact.stream) ? taken : this;
      to.facts.push(fact);
      to.rows.push(rows[at]!);
    });
    for (const row of new Set(taken.rows)) taken.textLength += row.raw.length;
    return taken;
  }

  get isFull(): boolean {
    return this.facts.length >= MAX_FACTS || this.rejects.length >= MAX_FACTS || this.textLength >= MAX_TEXT_LENGTH;
  }

  add(row: Row, facts: readonly FactToRecord[]): void {
    for (const fact of facts) {
      this.facts.push(fact);
      this.rows.push(row);
    }
    this.textLength += row.raw.length;
  }

  reject(row: Row, why: Pick<Reject, 'reasons' | 'event'>): void {
    this.rejects.push(this.rejectOf(row, why));
    this.rejected += row.rows?.length ?? 1;
    this.textLength += row.raw.length;
  }

  rejectOf({ number: row, rows, raw }: Row, { reasons, event }: Pick<Reject, 'reasons' | 'event'>): Reject {
    return { file: this.file, row, ...(rows ? { rows } : {}), reasons, ...(event ? { event } : {}), raw };
  }
}
