import type { SignalCount } from '../events/funnel-rule-parts.js';
import { type FunnelRules, START } from './funnel-rules.js';

const BEFORE_BUYING = [START, 'visitor', 'lead', 'qualified', 'proposal'];
const NEVER_BOUGHT: SignalCount[] = [{ signals: ['acceptance', 'purchase'], atMost: 0 }];
const BOUGHT_BEFORE: SignalCount[] = [{ signals: ['acceptance', 'purchase'], atLeast: 1 }];

/** What holds while nobody has published other rules. */
export const DEFAULT_FUNNEL_RULES: FunnelRules = {
  version: 1,
  effectiveFrom: null,
  stages: [
    { stage: 'visitor', stalledAfterDays: 30 },
    { stage: 'lead', stalledAfterDays: 14 },
    { stage: 'qualified', stalledAfterDays: 30 },
    { stage: 'proposal', stalledAfterDays: 30 },
    { stage: 'customer' },
    { stage: 'repeat' },
    { stage: 'loyal' },
    { stage: 'dormant' },
    { stage: 'lost' },
    { stage: 'won_back' },
  ],
  signals: [
    { signal: 'visit', type: 'VisitRecorded' },
    { signal: 'contact', type: 'CustomerRegistered' },
    { signal: 'contact', type: 'LeadCaptured' },
    { signal: 'contact', type: 'CallLogged' },
    { signal: 'contact', type: 'EmailLogged' },
    { signal: 'contact', type: 'MessageLogged' },
    { signal: 'contact', type: 'FormSubmitted' },
    { signal: 'contact', type: 'CallbackRequested' },
    { signal: 'contact', type: 'ServiceRequestOpened' },
    { signal: 'contact', type: 'ServiceRequestReopened' },
    { signal: 'contact', type: 'PurchaseReturned' },
    { signal: 'qualification', type: 'MeetingHeld' },
    { signal: 'qualification', type: 'OfferViewed' },
    { signal: 'qualification', type: 'OpportunityOpened' },
    { signal: 'proposal', type: 'OfferMade' },
    {
      signal: 'proposal',
      type: 'OpportunityAdvanced',
      where: [{ field: 'stage', in: ['proposal', 'quote', 'offer', 'negotiation', 'contract'] }],
    },
    { signal: 'qualification', type: 'OpportunityAdvanced' },
    { signal: 'acceptance', type: 'OfferAccepted' },
    { signal: 'purchase', type: 'OpportunityWon' },
    // A purchase that settles an opportunity was counted when the opportunity was won.
    { signal: 'purchase', type: 'PurchaseRecorded', where: [{ field: 'opportunityId', absent: true }] },
    { signal: 'acceptance', type: 'PurchaseRecorded' },
    { signal: 'refusal', type: 'OpportunityLost' },
    { signal: 'refusal', type: 'RefusalRecorded' },
  ],
  entries: [
    { stage: 'visitor', on: ['visit'], from: [START] },
    { stage: 'lead', on: ['contact'], from: [START, 'visitor'] },
    { stage: 'lead', on: ['visit', 'contact'], from: ['dormant'], counts: NEVER_BOUGHT },
    { stage: 'qualified', on: ['qualification'], from: [START, 'visitor', 'lead', 'lost'] },
    { stage: 'qualified', on: ['qualification'], from: ['dormant'], counts: NEVER_BOUGHT },
    { stage: 'proposal', on: ['proposal'], from: [START, 'visitor', 'lead', 'qualified', 'lost'] },
    { stage: 'proposal', on: ['proposal'], from: ['dormant'], counts: NEVER_BOUGHT },
    {
      stage: 'customer',
      on: ['acceptance', 'purchase'],
      from: [...BEFORE_BUYING, 'lost', 'dormant'],
      counts: NEVER_BOUGHT,
    },
    { stage: 'won_back', on: ['acceptance', 'purchase'], from: ['dormant', 'lost'], counts: BOUGHT_BEFORE },
    {
      stage: 'loyal',
      on: ['purchase'],
      from: ['customer', 'repeat', 'won_back'],
      counts: [{ signals: ['purchase'], atLeast: 4 }],
    },
    {
      stage: 'repeat',
      on: ['purchase'],
      from: ['customer', 'won_back'],
      counts: [{ signals: ['purchase'], atLeast: 1 }],
    },
    { stage: 'lost', on: ['refusal'], from: [...BEFORE_BUYING, 'dormant'], counts: NEVER_BOUGHT },
  ],
  dormancy: {
    stage: 'dormant',
    afterDays: 365,
    from: ['visitor', 'lead', 'qualified', 'proposal', 'customer', 'repeat', 'loyal', 'won_back'],
  },
};
