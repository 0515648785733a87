import { type Reference, toUtc } from '#kernel';
import { FUNNEL_RULES_STREAM, type FunnelRulesPublished } from '../events/funnel-rules-published.js';
import { DEFAULT_FUNNEL_RULES } from './default-funnel-rules.js';
import type { FunnelRules } from './funnel-rules.js';

/** Every version of the rules, the program's own first. */
export interface FunnelPublications {
  versions: readonly FunnelRules[];
}

const NOTHING_PUBLISHED: FunnelPublications = { versions: [DEFAULT_FUNNEL_RULES] };

/** The rules of the funnel, as they were published. */
export const funnelRules: Reference<FunnelPublications> = {
  name: 'funnel-rules',
  stream: FUNNEL_RULES_STREAM,
  initialState: () => NOTHING_PUBLISHED,

  evolve(published, { type, data }) {
    if (type !== 'FunnelRulesPublished') return published;
    return { versions: [...published.versions, rulesOf(data as FunnelRulesPublished)] };
  },
};

/** The rules that judge what happened at an instant (RFC 3339 in UTC): the latest version in force then. */
export function rulesInForce({ versions }: FunnelPublications, at: string): FunnelRules {
  for (let index = versions.length - 1; index > 0; index -= 1) {
    const rules = versions[index]!;
    if (rules.effectiveFrom === null || rules.effectiveFrom <= at) return rules;
  }
  return versions[0]!;
}

/** The rules of a version. Throws when there is none such: what was judged by it could not be judged again. */
export function rulesOfVersion({ versions }: FunnelPublications, version: number): FunnelRules {
  const rules = versions[version - 1];
  if (rules?.version !== version) throw new Error(`no version ${version} of the funnel rules was published`);
  return rules;
}

function rulesOf({
  rulesVersion,
  effectiveFrom,
  stages,
  signals,
  entries,
  dormancy,
}: FunnelRulesPublished): FunnelRules {
  return {
    version: rulesVersion,
    effectiveFrom: toUtc(effectiveFrom),
    stages,
    signals,
    entries,
    dormancy: dormancy ?? null,
  };
}
