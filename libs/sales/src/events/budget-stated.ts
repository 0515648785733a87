import { EventId, FactBody, Money, OneOf, Part, Text } from '#kernel';

export const BUDGET_PERIODS = ['once', 'month', 'quarter', 'year'] as const;
export type BudgetPeriod = (typeof BUDGET_PERIODS)[number];

@FactBody({ version: 1, path: 'budgets', about: 'The customer said what he can spend.' })
export class BudgetStated {
  @Part(() => Money, { about: 'How much' })
  amount!: Money;

  @OneOf(BUDGET_PERIODS, { about: 'In what time', optional: true })
  period?: BudgetPeriod;

  @Text({ about: 'For what', max: 500, optional: true })
  purpose?: string;

  @Text({ about: 'Product that it is for', max: 200, optional: true })
  product?: string;

  @Text({ about: 'Opportunity in which he said it', max: 200, optional: true })
  opportunityId?: string;

  @EventId({ about: 'The earlier event that it was learnt from', optional: true })
  refersTo?: string;
}
