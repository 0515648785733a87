import type { FactToRecord, Recorded } from '../recording/fact-to-record.js';

/** What an import counts. See ImportResult. */
export interface ImportFigures {
  rows: number;
  stored: number;
  followed: number;
  duplicates: number;
  rejected: number;
}

export const NO_FIGURES: ImportFigures = { rows: 0, stored: 0, followed: 0, duplicates: 0, rejected: 0 };

/**
 * Counts what became of an import's facts. One that goes on after a crash finds in the log what the run before it had
 * stored and not yet counted: events behind the last durable point. Those are counted as stored, each once, so that the
 * figures are those of an import that was never interrupted.
 */
export class ImportCount {
  readonly figures: ImportFigures;
  /** Position of the last event that was answered: at a durable point, all of this import lies up to there. */
  position: bigint;
  private after: bigint;
  /** Facts counted as stored since the durable point; kept only by an import that goes on after a crash. */
  private readonly counted: Set<string> | undefined;

  constructor({ figures, after, resumed }: { figures: ImportFigures; after: bigint; resumed: boolean }) {
    this.figures = { ...figures };
    this.after = after;
    this.position = after;
    this.counted = resumed ? new Set() : undefined;
  }

  recorded(fact: FactToRecord, { duplicate, eventIds, position }: Recorded): void {
    if (position > this.position) this.position = position;
    if (this.isNew(fact, duplicate, position)) {
      this.figures.stored += 1;
      this.figures.followed += eventIds.length - 1;
    } else {
      this.figures.duplicates += 1;
    }
  }

  /** All that was counted up to now lies before a durable point. */
  passPoint(): void {
    this.after = this.position;
    this.counted?.clear();
  }

  private isNew({ source, sourceId }: FactToRecord, duplicate: boolean, position: bigint): boolean {
    if (!this.counted) return !duplicate;
    if (duplicate && position <= this.after) return false;
    const fact = `${source}\n${sourceId}`;
    if (this.counted.has(fact)) return false;
    this.counted.add(fact);
    return true;
  }
}
