import type { RebuildFigures } from './rebuild-progress.js';
import type { RebuildParameters } from './rebuild-parameters.js';
import type { RebuildState } from './rebuild-state.js';
import type { Difference } from './verdict.js';

/** What a rebuild came to. */
export interface RebuildResult extends RebuildFigures {
  /** Whether the rebuilt tables are the live ones now; not when they differ and that was not allowed. */
  swapped: boolean;
  /** Where the comparison was made; null where none was asked for. */
  verifiedAt: string | null;
  /** Rows, digest and differences are known where a comparison was asked for. */
  projections: { name: string; rows: number | null; digest: string | null; differences: number | null }[];
  /** The first of the differences, field by field. */
  differences: Difference[];
}

/** What bringing back retired tables came to. */
export interface RevertResult {
  reverted: string[];
  seconds: number;
  swapped: boolean;
}

export function resultOf(
  { phase, verdict }: RebuildState,
  { projections }: RebuildParameters,
  figures: RebuildFigures,
): RebuildResult {
  return {
    ...figures,
    swapped: phase === 'swapped',
    verifiedAt: verdict?.position ?? null,
    projections:
      verdict?.projections ?? projections.map((name) => ({ name, rows: null, digest: null, differences: null })),
    differences: verdict?.differences ?? [],
  };
}
