import type { RecordedEvent } from '#kernel';
import type { FactRecorded } from '../events/index.js';
import { type Provenance, provenanceOf, supersedes } from './provenance.js';
import { withItem } from './sorted-list.js';

/** The latest value of one kind of fact, with the event that says it; values before it are in the history. */
export interface KnownFact {
  kind: string;
  value: string;
  source?: string;
  extractedFrom?: string;
  /** In whole per cent. */
  confidence?: number;
  provenance: Provenance;
}

export function withRecordedFact(known: KnownFact[], event: RecordedEvent): KnownFact[] {
  const said = event.data as FactRecorded;
  const before = known.find(({ kind }) => kind === said.kind);
  if (!supersedes(event, before?.provenance)) return known;
  return withItem(known, { ...said, provenance: provenanceOf(event) }, ({ kind }) => kind);
}
