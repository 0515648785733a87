import { projectedTable } from '#kernel';
import type { ProgramPublished } from '../events/program-published.js';

/** A published version of a programme. */
export interface LoyaltyProgramRow {
  /** `<program>:<version>`. */
  program_key: string;
  program: string;
  program_version: number;
  name: string | null;
  /** In force from then on, until a later version is. */
  effective_from: string;
  event_id: string;
  recorded_at: string;
  /** The rules as they were published. */
  rules: ProgramPublished;
}

export const loyaltyProgramTable = projectedTable<LoyaltyProgramRow>({
  name: 'loyalty_program',
  columns: {
    program_key: 'text',
    program: 'text',
    program_version: 'integer',
    name: 'text',
    effective_from: 'timestamptz',
    event_id: 'uuid',
    recorded_at: 'timestamptz',
    rules: 'jsonb',
  },
  key: 'program_key',

  keysOf({ type, data }) {
    if (type !== 'ProgramPublished') return [];
    const { program, programVersion } = data as ProgramPublished;
    return [`${program}:${programVersion}`];
  },

  evolve(_, { id, data, metadata }, key) {
    const rules = data as ProgramPublished;
    return {
      program_key: key,
      program: rules.program,
      program_version: rules.programVersion,
      name: rules.name ?? null,
      effective_from: rules.effectiveFrom,
      event_id: id,
      recorded_at: metadata.recordedAt,
      rules,
    };
  },
});
