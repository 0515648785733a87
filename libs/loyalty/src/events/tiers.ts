import { FactBody, Instant, OneOf, Part, Text, WholeNumber } from '#kernel';
import { Programmed } from './programmed.js';
import { TIER_METRICS, type TierMetric } from './program-rules.js';

/** What a tier was judged by. */
export class TierEvidence {
  @OneOf(TIER_METRICS, { about: 'What was counted' })
  metric!: TierMetric;

  @WholeNumber({ about: 'How much of it there was' })
  value!: number;

  @WholeNumber({ about: 'How much was asked for' })
  threshold!: number;

  @Instant({ about: 'Beginning of the period, itself included' })
  from!: string;

  @Instant({ about: 'End of the period, itself not included' })
  until!: string;
}

class TierDecision extends Programmed {
  @Text({ about: 'Tier in which he is from then on; without it, in none', max: 100, optional: true })
  tier?: string;

  @Instant({ about: 'From when on' })
  effectiveAt!: string;

  @Instant({ about: 'When it is judged anew; without it, never', optional: true })
  validUntil?: string;

  @Part(() => TierEvidence, { about: 'What it was judged by' })
  evidence!: TierEvidence;
}

@FactBody({ version: 1, decided: true, about: 'A tier was reached.' })
export class TierReached extends TierDecision {}

@FactBody({ version: 1, decided: true, about: 'A tier was kept at the end of its period.' })
export class TierRetained extends TierDecision {}

@FactBody({ version: 1, decided: true, about: 'A tier was not kept at the end of its period.' })
export class TierLost extends TierDecision {
  @Text({ about: 'Tier that was lost', max: 100 })
  lostTier!: string;
}
