import { Flag, WordList } from '#kernel';

/** How a projection is built anew. */
export class RebuildBody {
  @Flag({ about: 'Compare with the live tables first, and leave those where a row differs', optional: true })
  verify?: boolean;

  @Flag({ about: 'With verify: swap though rows differ', optional: true })
  allowDifferences?: boolean;

  @Flag({ about: 'Instead, bring back the tables of before the last rebuild', optional: true })
  revert?: boolean;
}

/** The same for several projections. */
export class RebuildManyBody extends RebuildBody {
  @WordList({ about: 'Names of projections; without them all', max: 100, maxLength: 100, optional: true })
  projections?: string[];
}
