import { ValidationFailed } from '#kernel';
import type { ReadModels } from '#projections/read-models';
import { funnelRules } from '../rules/funnel-publications.js';

/** Throws ValidationFailed (rule `known-stage`), by field, for stages that no version of the rules has. */
export async function requireStages(readModels: ReadModels, asked: Record<string, readonly string[]>): Promise<void> {
  const { versions } = await readModels.published(funnelRules);
  const known = new Set(versions.flatMap(({ stages }) => stages.map(({ stage }) => stage)));
  const violations = Object.entries(asked).flatMap(([field, stages]) =>
    stages
      .filter((stage) => !known.has(stage))
      .map((stage) => ({ field, rule: 'known-stage', message: `no rules of the funnel have a stage ${stage}` })),
  );
  if (violations.length > 0) throw new ValidationFailed(violations);
}
