import type { ServiceWorkRow } from '../projections/service-work-table.js';

/** What serving a customer costs and brings, in minor units of one currency. */
export interface ServiceSums {
  currency: string;
  cost: number;
  income: number;
  /** income - cost */
  result: number;
}

export interface ServiceCosts {
  /** Pieces of work in all. */
  works: number;
  free: number;
  paid: number;
  sums: ServiceSums[];
}

/** Cost and income of a customer's service works; each sum stays in its own currency. */
export function serviceCosts(works: readonly ServiceWorkRow[]): ServiceCosts {
  const sums = new Map<string, ServiceSums>();
  const add = (currency: string | null, cost: number, income: number): void => {
    if (currency === null) return;
    const before = sums.get(currency) ?? { currency, cost: 0, income: 0, result: 0 };
    const after = { ...before, cost: before.cost + cost, income: before.income + income };
    sums.set(currency, { ...after, result: after.income - after.cost });
  };
  for (const work of works) {
    add(work.cost_currency, work.cost_amount ?? 0, 0);
    add(work.price_currency, 0, work.price_amount ?? 0);
  }
  return {
    works: works.length,
    free: works.filter(({ billing }) => billing === 'free').length,
    paid: works.filter(({ billing }) => billing === 'paid').length,
    sums: [...sums.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1)),
  };
}
