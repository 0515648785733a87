import { customersDomain } from '#customers';
import { insightDomain } from '#insight';
import { interactionsDomain } from '#interactions';
import type { Domain } from '#kernel';
import { loyaltyDomain } from '#loyalty';
import { salesDomain } from '#sales';
import { serviceDomain } from '#service';

/** Every domain of this ledger. */
export const DOMAINS: readonly Domain[] = [
  customersDomain,
  interactionsDomain,
  salesDomain,
  serviceDomain,
  loyaltyDomain,
  insightDomain,
];
