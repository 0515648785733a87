export const STAGES = [
  'visitor',
  'lead',
  'qualified',
  'proposal',
  'customer',
  'repeat',
  'loyal',
  'dormant',
  'lost',
  'won_back',
] as const;
export type Stage = (typeof STAGES)[number];

/** What a fact means on the way through the funnel. */
export type Signal = 'visit' | 'contact' | 'qualification' | 'proposal' | 'acceptance' | 'purchase' | 'refusal';

/** Facts of a type, or those of them whose field is among some words (whatever their case) or is absent. */
export interface SignalCondition {
  type: string;
  where?: { field: string; in: readonly string[] } | { field: string; absent: true };
}

/** A way into a stage. */
export interface StageEntry {
  stage: Stage;
  on: readonly Signal[];
  /** The stages from which it leads there; `start`: nothing has happened yet. */
  from: readonly (Stage | 'start')[];
  /** Only for those who did (true) or did not (false) buy or accept anything before. */
  boughtBefore?: boolean;
  /** Only when so many purchases are counted, this one included. */
  minPurchases?: number;
}

/** How customers move through the funnel, as plain data; a change is a new version. */
export interface FunnelRules {
  version: number;
  /** What each fact means: the first condition that fits. Facts that fit none do not touch the funnel. */
  signals: readonly (SignalCondition & { signal: Signal })[];
  /** The first entry that fits moves the customer; when none fits, he stays where he is. */
  entries: readonly StageEntry[];
  /** Dormant, when in one of these stages, so many times 24 hours after the last fact that touched the funnel. */
  dormancy: { afterDays: number; from: readonly Stage[] };
}

const BEFORE_BUYING = ['start', 'visitor', 'lead', 'qualified', 'proposal'] as const;

/** What holds while nobody has published other rules. */
export const DEFAULT_FUNNEL_RULES: FunnelRules = {
  version: 1,
  signals: [
    { signal: 'visit', type: 'VisitRecorded' },
    { signal: 'contact', type: 'CustomerRegistered' },
    { signal: 'contact', type: 'LeadCaptured' },
    { signal: 'contact', type: 'CallLogged' },
    { signal: 'contact', type: 'EmailLogged' },
    { signal: 'contact', type: 'MessageLogged' },
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
      where: { field: 'stage', in: ['proposal', 'quote', 'offer', 'negotiation', 'contract'] },
    },
    { signal: 'qualification', type: 'OpportunityAdvanced' },
    { signal: 'acceptance', type: 'OfferAccepted' },
    { signal: 'purchase', type: 'OpportunityWon' },
    // A purchase that settles an opportunity was counted when the opportunity was won.
    { signal: 'purchase', type: 'PurchaseRecorded', where: { field: 'opportunityId', absent: true } },
    { signal: 'acceptance', type: 'PurchaseRecorded' },
    { signal: 'refusal', type: 'OpportunityLost' },
    { signal: 'refusal', type: 'RefusalRecorded' },
  ],
  entries: [
    { stage: 'visitor', on: ['visit'], from: ['start'] },
    { stage: 'lead', on: ['contact'], from: ['start', 'visitor'] },
    { stage: 'lead', on: ['visit', 'contact'], from: ['dormant'], boughtBefore: false },
    { stage: 'qualified', on: ['qualification'], from: ['start', 'visitor', 'lead', 'lost'] },
    { stage: 'qualified', on: ['qualification'], from: ['dormant'], boughtBefore: false },
    { stage: 'proposal', on: ['proposal'], from: ['start', 'visitor', 'lead', 'qualified', 'lost'] },
    { stage: 'proposal', on: ['proposal'], from: ['dormant'], boughtBefore: false },
    {
      stage: 'customer',
      on: ['acceptance', 'purchase'],
      from: [...BEFORE_BUYING, 'lost', 'dormant'],
      boughtBefore: false,
    },
    { stage: 'won_back', on: ['acceptance', 'purchase'], from: ['dormant', 'lost'], boughtBefore: true },
    { stage: 'loyal', on: ['purchase'], from: ['customer', 'repeat', 'won_back'], minPurchases: 5 },
    { stage: 'repeat', on: ['purchase'], from: ['customer', 'won_back'], minPurchases: 2 },
    { stage: 'lost', on: ['refusal'], from: [...BEFORE_BUYING, 'dormant'], boughtBefore: false },
  ],
  dormancy: {
    afterDays: 365,
    from: ['visitor', 'lead', 'qualified', 'proposal', 'customer', 'repeat', 'loyal', 'won_back'],
  },
};
