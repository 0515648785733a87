export * from './events/index.js';
export * from './http/funnel-schemas.js';
export * from './sales-domain.js';
export * from './deciders/opportunities.js';
export * from './deciders/returns.js';
export * from './sales.module.js';
export * from './projections/purchases.js';
export * from './purchase-reference.js';
export * from './rules/repeat-purchases.js';
export * from './queries/get-repeat-purchases.query.js';
export * from './projections/funnel.js';
export * from './rules/funnel-journey.js';
export * from './rules/funnel-rules.js';
export * from './rules/default-funnel-rules.js';
export * from './rules/funnel-publications.js';
export * from './queries/get-funnel.query.js';
export * from './queries/get-funnel-counts.query.js';
export * from './deciders/documents.js';
export * from './deciders/payments.js';
export { opportunityTable } from './projections/opportunity-table.js';
export { type OpportunityRow, type Outcome } from './projections/opportunity-row.js';
export { leadTable, type LeadRow } from './projections/lead-table.js';
export { refusalTable, type RefusalRow } from './projections/refusals.js';
export { documentTable, type DocumentRow } from './projections/document-table.js';
export { paymentTable, type PaymentRow } from './projections/payment-table.js';
export * from './queries/get-payments.query.js';
export * from './queries/list-documents.query.js';
export * from './queries/list-opportunities.query.js';
export * from './queries/list-refusals.query.js';
export * from './queries/report-opportunities.query.js';
export * from './queries/report-refusals.query.js';
export {
  OPPORTUNITY_DIMENSIONS,
  type OpportunityDimension,
  type OpportunityFilter,
} from './queries/opportunity-filter.js';
export { REFUSAL_DIMENSIONS, type RefusalDimension, type RefusalFilter } from './queries/refusal-filter.js';
export type { OpportunityFigures } from './rules/opportunity-figures.js';
export * from './rules/pareto.js';
export * from './rules/payment-control.js';
