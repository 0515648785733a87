import { customersDomain } from '#customers';
import { insightDomain } from '#insight';
import { interactionsDomain } from '#interactions';
import { type Domain, FactCatalogue } from '#kernel';
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

/** Every kind of event of these domains, and every command. */
export function factCatalogue(): FactCatalogue {
  return new FactCatalogue(
    DOMAINS.flatMap(({ facts }) => facts),
    DOMAINS.flatMap(({ commands = [] }) => commands),
  );
}
