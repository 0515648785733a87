import { LeadCaptured } from './lead-captured.js';
import { OfferAccepted } from './offer-accepted.js';
import { OfferMade } from './offer-made.js';
import { OfferViewed } from './offer-viewed.js';
import { OpportunityAdvanced } from './opportunity-advanced.js';
import { OpportunityLost } from './opportunity-lost.js';
import { OpportunityOpened } from './opportunity-opened.js';
import { OpportunityWon } from './opportunity-won.js';
import { PurchaseRecorded } from './purchase-recorded.js';
import { PurchaseReturned } from './purchase-returned.js';
import { RefusalRecorded } from './refusal-recorded.js';

export * from './lead-captured.js';
export * from './offer-accepted.js';
export * from './offer-made.js';
export * from './offer-viewed.js';
export * from './opportunity-advanced.js';
export * from './opportunity-lost.js';
export * from './opportunity-opened.js';
export * from './opportunity-won.js';
export * from './purchase-line.js';
export * from './purchase-recorded.js';
export * from './purchase-returned.js';
export * from './refusal-recorded.js';
export * from './relationship-plane.js';
export * from './returned-line.js';

/** Every fact on the way from interest to purchase and back. */
export const salesFacts = [
  LeadCaptured,
  OpportunityOpened,
  OpportunityAdvanced,
  OpportunityWon,
  OpportunityLost,
  OfferMade,
  OfferViewed,
  OfferAccepted,
  RefusalRecorded,
  PurchaseRecorded,
  PurchaseReturned,
] as const;
