import type { ReadModels } from '#projections/read-models';
import { type LoyaltyProgramRow, loyaltyProgramTable } from '../projections/loyalty-program.js';
import { type Programs, programs } from '../rules/programs.js';

/** The programmes as they are published, or as they were known at a time (RFC 3339 in UTC). */
export async function publishedPrograms(readModels: ReadModels, knownAt?: string): Promise<Programs> {
  const rows = await readModels.repository<LoyaltyProgramRow>(loyaltyProgramTable).find();
  return programsOf(rows.filter((row) => knownAt === undefined || row.recorded_at <= knownAt));
}

/** What rows of publications say together: the same as decisions go by. */
export function programsOf(rows: readonly LoyaltyProgramRow[]): Programs {
  return [...rows]
    .sort((a, b) => a.program_version - b.program_version)
    .reduce(
      (published, { event_id: id, rules, recorded_at: occurredAt }) =>
        programs.evolve(published, { id, type: 'ProgramPublished', data: rules, occurredAt }),
      programs.initialState(),
    );
}
