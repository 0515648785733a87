import { CouponRedeemed } from './coupon-redeemed.js';
import { BudgetStated } from './budget-stated.js';
import { DocumentCancelled } from './document-cancelled.js';
import { DocumentIssued } from './document-issued.js';
import { FunnelRulesPublished } from './funnel-rules-published.js';
import { LeadCaptured } from './lead-captured.js';
import { NeedRecorded } from './need-recorded.js';
import { OfferAccepted } from './offer-accepted.js';
import { OfferMade } from './offer-made.js';
import { OfferViewed } from './offer-viewed.js';
import { OpportunityAdvanced } from './opportunity-advanced.js';
import { OpportunityLost } from './opportunity-lost.js';
import { OpportunityOpened } from './opportunity-opened.js';
import { OpportunityWon } from './opportunity-won.js';
import { PaymentReceived } from './payment-received.js';
import { PaymentRefunded } from './payment-refunded.js';
import { PurchaseRecorded } from './purchase-recorded.js';
import { PurchaseReturned } from './purchase-returned.js';
import { ReferralMade } from './referral-made.js';
import { RefusalRecorded } from './refusal-recorded.js';

export * from './coupon-redeemed.js';
export * from './budget-stated.js';
export * from './document-cancelled.js';
export * from './document-issued.js';
export * from './funnel-rule-parts.js';
export * from './funnel-rules-published.js';
export * from './lead-captured.js';
export * from './need-recorded.js';
export * from './offer-accepted.js';
export * from './offer-made.js';
export * from './offer-viewed.js';
export * from './opportunity-advanced.js';
export * from './opportunity-fact.js';
export * from './opportunity-lost.js';
export * from './opportunity-opened.js';
export * from './opportunity-won.js';
export * from './payment-received.js';
export * from './payment-refunded.js';
export * from './purchase-line.js';
export * from './purchase-recorded.js';
export * from './purchase-returned.js';
export * from './referral-made.js';
export * from './refusal-recorded.js';
export * from './relationship-plane.js';
export * from './returned-line.js';
export * from './trade-reference.js';

/** Every fact on the way from interest to purchase and back. */
export const salesFacts = [
  LeadCaptured,
  NeedRecorded,
  BudgetStated,
  ReferralMade,
  OpportunityOpened,
  OpportunityAdvanced,
  OpportunityWon,
  OpportunityLost,
  OfferMade,
  OfferViewed,
  OfferAccepted,
  CouponRedeemed,
  RefusalRecorded,
  PurchaseRecorded,
  PurchaseReturned,
  DocumentIssued,
  DocumentCancelled,
  PaymentReceived,
  PaymentRefunded,
  FunnelRulesPublished,
] as const;
