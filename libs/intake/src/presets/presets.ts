import { bankMarketing, bankMarketingEarlier } from './bank-marketing/bank-marketing.js';
import { cdnow } from './cdnow.js';
import { completeJourney } from './complete-journey/complete-journey.js';
import { crmSales } from './crm-sales.js';
import { olist } from './olist.js';
import type { Preset } from './preset.js';
import { segment } from '../segment/segment-preset.js';
import { starbucks } from './starbucks/starbucks.js';

/** Every preset there is. */
export const presets: readonly Preset[] = [
  cdnow,
  bankMarketing,
  bankMarketingEarlier,
  olist,
  crmSales,
  starbucks,
  completeJourney,
  segment,
];

export function findPreset(name: string): Preset | undefined {
  return presets.find((preset) => preset.name === name);
}
