import { FactBody, Instant, ListOf, Part, WholeNumber } from '#kernel';
import { FunnelDormancy, FunnelSignal, FunnelStage, StageEntry } from './funnel-rule-parts.js';

/** The stream in which the rules of the funnel are published. */
export const FUNNEL_RULES_STREAM = 'funnel-rules';

@FactBody({
  version: 1,
  path: 'funnel/rules',
  stream: FUNNEL_RULES_STREAM,
  about: 'The rules of the funnel were published: its stages, and what leads into each.',
})
export class FunnelRulesPublished {
  @WholeNumber({
    about: 'Version: one more than the last; the rules that come with the program are version 1',
    min: 2,
    max: 46_655,
  })
  rulesVersion!: number;

  @Instant({ about: 'They judge facts that happened from then on, unless a later version does' })
  effectiveFrom!: string;

  @ListOf(() => FunnelStage, { about: 'Stages, in the order in which they are shown', min: 1, max: 50 })
  stages!: FunnelStage[];

  @ListOf(() => FunnelSignal, {
    about: 'What facts mean: the first that fits; facts that fit none do not touch the funnel',
    min: 1,
    max: 500,
  })
  signals!: FunnelSignal[];

  @ListOf(() => StageEntry, {
    about: 'Ways into stages: the first that fits is taken; when none fits, the customer stays where he is',
    min: 1,
    max: 500,
  })
  entries!: StageEntry[];

  @Part(() => FunnelDormancy, { about: 'What silence leads to; left out: nothing', optional: true })
  dormancy?: FunnelDormancy;
}
