import { percentOf, twoDecimals } from '#kernel';

/** Days of 24 hours from a begin to the win, over the won opportunities of which both are known; null of none. */
export interface DaysToClose {
  n: number;
  mean: number | null;
  median: number | null;
}

/** Minor units by ISO 4217 code; null of a sum that no number can tell exactly. */
export type Revenue = Record<string, number | null>;

/** How a group of opportunities came out. */
export interface OpportunityFigures {
  /** Won and lost within the period. */
  closed: number;
  won: number;
  lost: number;
  /** Open at the end of the period. */
  open: number;
  /** won / closed in per cent, two decimals; null when none was closed. */
  winRate: number | null;
  /** What the won ones were sold for. */
  revenue: Revenue;
  /** Won ones that do not say for how much. */
  wonWithoutValue: number;
  /** Of won ones only, by what the days are counted from: the first advance, the opening, the capture of the lead. */
  daysToClose: { fromEngaged: DaysToClose; fromOpened: DaysToClose; fromLead: DaysToClose };
}

export interface CountedOpportunities {
  won: number;
  lost: number;
  open: number;
  wonWithoutValue: number;
  fromEngaged: DaysToClose;
  fromOpened: DaysToClose;
  fromLead: DaysToClose;
}

/** The figures of a group from what was counted of it. */
export function opportunityFigures(counted: CountedOpportunities, revenue: Revenue): OpportunityFigures {
  const { won, lost, open, wonWithoutValue, fromEngaged, fromOpened, fromLead } = counted;
  return {
    closed: won + lost,
    won,
    lost,
    open,
    winRate: percentOf(won, won + lost),
    revenue,
    wonWithoutValue,
    daysToClose: { fromEngaged: inDays(fromEngaged), fromOpened: inDays(fromOpened), fromLead: inDays(fromLead) },
  };
}

function inDays({ n, mean, median }: DaysToClose): DaysToClose {
  return {
    n,
    mean: mean === null ? null : twoDecimals(mean),
    median: median === null ? null : twoDecimals(median),
  };
}
