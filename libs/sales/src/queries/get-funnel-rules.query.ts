import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { NotFound } from '#kernel';
import { ReadModels } from '#projections/read-models';
import { type FunnelPublications, funnelRules, rulesInForce } from '../rules/funnel-publications.js';
import type { FunnelRules } from '../rules/funnel-rules.js';

export interface FunnelRulesView {
  /** Versions that are published, oldest first. */
  versions: { version: number; effectiveFrom: string | null }[];
  /** Those in force at the instant, or of the version that was asked for. */
  rules: FunnelRules;
}

/** The rules of the funnel: of a version, or those in force at an instant (RFC 3339 in UTC). */
export class GetFunnelRules extends Query<FunnelRulesView> {
  constructor(
    readonly instant: string,
    readonly version?: number,
  ) {
    super();
  }
}

@QueryHandler(GetFunnelRules)
export class GetFunnelRulesHandler implements IQueryHandler<GetFunnelRules> {
  constructor(private readonly readModels: ReadModels) {}

  /** Throws NotFound for a version that was never published. */
  async execute({ instant, version }: GetFunnelRules): Promise<FunnelRulesView> {
    const published = await this.readModels.published(funnelRules);
    return {
      versions: published.versions.map(({ version: each, effectiveFrom }) => ({ version: each, effectiveFrom })),
      rules: version === undefined ? rulesInForce(published, instant) : versionOf(published, version),
    };
  }
}

function versionOf({ versions }: FunnelPublications, version: number): FunnelRules {
  const found = versions[version - 1];
  if (!found) throw new NotFound('version of the funnel rules', String(version));
  return found;
}
