import type { RecordedFact, Refusal } from '../client/recorded-fact.js';
import type { Check } from './evidence.js';

/** What histories may rightly forbid, by what is asked. */
const RULES: Partial<Record<RecordedFact['fact']['type'], readonly string[]>> = {
  // By its own clock, which jumps, a service may take points for not earned yet, or the moment for not come.
  RedeemPoints: ['enough-points', 'not-in-future', 'known-program'],
  PurchaseReturned: ['known-purchase', 'not-more-than-bought'],
};

/** Nothing is refused that the acknowledged history allows: decisions see all that was acknowledged before. */
export const rightRefusals: Check = (evidence) => {
  const purchases = new Map<unknown, RecordedFact>();
  for (const each of evidence.history.facts.values()) {
    if (each.fact.type === 'PurchaseRecorded') purchases.set(each.fact.data['purchaseId'], each);
  }
  return [...evidence.history.facts.values()].flatMap((recorded) =>
    recorded.refusals.flatMap((refusal) => {
      const { fact } = recorded;
      if (!RULES[fact.type]?.includes(refusal.rule)) return [`${fact.key} was refused because of ${refusal.rule}`];
      const purchase = purchases.get(fact.data['purchaseId']);
      const overlooked = refusal.rule === 'known-purchase' && purchase && wasKnown(purchase, refusal);
      return overlooked ? [`${fact.key} was refused although its purchase had been acknowledged`] : [];
    }),
  );
};

function wasKnown({ acknowledgements }: RecordedFact, { sentAtMs }: Refusal): boolean {
  return acknowledgements.some(({ heardAtMs }) => heardAtMs < sentAtMs);
}
