import type { Domain } from '#kernel';
import { documents } from './deciders/documents.js';
import { funnelPublications } from './deciders/funnel-publications.js';
import { opportunities } from './deciders/opportunities.js';
import { payments } from './deciders/payments.js';
import { returns } from './deciders/returns.js';
import { salesFacts } from './events/index.js';
import { funnel } from './projections/funnel.js';
import { opportunityRecords } from './projections/opportunities.js';
import { paymentRecords } from './projections/payments.js';
import { purchases } from './projections/purchases.js';
import { refusals } from './projections/refusals.js';

/** The way from interest to purchase, and back. */
export const salesDomain: Domain = {
  name: 'sales',
  facts: salesFacts,
  deciders: [opportunities, returns, payments, documents, funnelPublications],
  projections: [funnel, purchases, opportunityRecords, refusals, paymentRecords],
};
