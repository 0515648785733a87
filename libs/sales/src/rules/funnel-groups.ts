import type { FunnelUnit } from './funnel-unit.js';

/** What reports tell groups by. `month`: the calendar month (UTC) of the entry. `fact`: the value of a recorded fact. */
export type FunnelBreakdown = { by: 'source' | 'origin' | 'owner' | 'month' } | { by: 'fact'; kind: string };

/** The group of a customer who entered at a time; null when what it goes by is not known of him. */
export function groupOf(unit: FunnelUnit, breakdown: FunnelBreakdown, enteredMs: number): string | null {
  switch (breakdown.by) {
    case 'month':
      return new Date(enteredMs).toISOString().slice(0, 7);
    case 'fact':
      return Object.hasOwn(unit.facts, breakdown.kind) ? unit.facts[breakdown.kind]! : null;
    case 'source':
    case 'origin':
    case 'owner':
      return unit[breakdown.by];
  }
}

/** Figures of each group: months in their order, others by how many cases they have, most first. */
export function figuresByGroup<Case, Figures>(
  cases: readonly Case[],
  groupOfCase: (each: Case) => string | null,
  figuresOf: (cases: readonly Case[]) => Figures,
  { by }: FunnelBreakdown,
): ({ group: string | null } & Figures)[] {
  const groups = new Map<string | null, Case[]>();
  for (const each of cases) {
    const group = groupOfCase(each);
    const members = groups.get(group);
    if (members) members.push(each);
    else groups.set(group, [each]);
  }
  return [...groups]
    .sort(([a, some], [b, others]) => (by === 'month' ? 0 : others.length - some.length) || compare(a, b))
    .map(([group, members]) => ({ group, ...figuresOf(members) }));
}

function compare(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : 1;
}
