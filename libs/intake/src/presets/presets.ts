import { bankMarketing, bankMarketingEarlier } from './bank-marketing/bank-marketing.js';
import { cdnow } from './cdnow.js';
import type { Preset } from './preset.js';

/** Every preset there is. */
export const presets: readonly Preset[] = [cdnow, bankMarketing, bankMarketingEarlier];

export function findPreset(name: string): Preset | undefined {
  return presets.find((preset) => preset.name === name);
}
