import { Instant, OneOf, Text } from '#kernel';
import { MomentQuery, PageQuery } from '#projections/http';

/** A question about one customer's points. */
export class LoyaltyQuery extends MomentQuery {
  @Text({ about: 'Of this programme only; by default of all', max: 100, optional: true })
  program?: string;
}

/** The same, answered in pages. */
export class LoyaltyPageQuery extends PageQuery {
  @Text({ about: 'Of this programme only; by default of all', max: 100, optional: true })
  program?: string;

  @Instant({ about: 'What was true then: only what had happened by this time', optional: true })
  asOf?: string;

  @Instant({ about: 'What was known then: only what had been recorded by this time', optional: true })
  knownAt?: string;
}

export class StatementQuery extends LoyaltyPageQuery {
  @OneOf(['forwards', 'backwards'], { about: 'Oldest first (forwards, the default) or newest first', optional: true })
  direction?: 'forwards' | 'backwards';
}
