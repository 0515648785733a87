import type { FactToRecord } from '../recording/fact-to-record.js';
import type { ChunkEdge, ImportPoint } from './import-point.js';

/**
 * Where an import's chunks end, and so what of a file is in the log at a durable point. All rows are read again by whoever
 * goes on from there (a mapping may remember the rows before), and what is in the log is left out here. The next chunk
 * then is what it would have been, and the log the same as without an interruption.
 */
export class ChunkEdges {
  private edge: ChunkEdge;
  private before: ChunkEdge;
  private readonly from: ChunkEdge;
  private readonly kept: ReadonlySet<string>;
  private readonly keptBefore: ReadonlySet<string>;
  private readonly places = new WeakMap<FactToRecord, string>();
  /** The streams that the last chunk before the point went to. */
  readonly lastStreams = new Set<string>();

  constructor({ edge, before }: Pick<ImportPoint, 'edge' | 'before'>) {
    this.edge = this.from = edge;
    this.before = before;
    this.kept = new Set(edge.kept);
    this.keptBefore = new Set(before.kept);
  }

  /** Whether the row with that number, from 1, lies before the point. */
  covers(row: number): boolean {
    return row <= this.from.taken;
  }

  /** Whether the point lies right behind that row. */
  endsAt(row: number): boolean {
    return row === this.from.taken;
  }

  /** Those of a row's facts that are to be stored yet. */
  left(row: number, facts: readonly FactToRecord[]): FactToRecord[] {
    return facts.filter((fact, index) => {
      const place = `${row}.${index}`;
      this.places.set(fact, place);
      if (!this.covers(row) || this.kept.has(place)) return true;
      if (row > this.before.taken || this.keptBefore.has(place)) this.lastStreams.add(fact.stream);
      return false;
    });
  }

  /** A chunk ends behind that row; these facts were kept back. */
  cut(taken: number, kept: readonly FactToRecord[]): void {
    this.before = this.edge;
    this.edge = { taken, kept: kept.map((fact) => this.places.get(fact)!) };
  }

  get point(): Pick<ImportPoint, 'edge' | 'before'> {
    return { edge: this.edge, before: this.before };
  }
}
