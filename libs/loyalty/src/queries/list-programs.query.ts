import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { NotFound } from '#kernel';
import { ReadModels } from '#projections/read-models';
import type { ProgramPublished } from '../events/program-published.js';
import { type Programs, programInForce } from '../rules/programs.js';
import { publishedPrograms } from './published-programs.js';

/** A programme at an instant, with every version of its rules, the first one first. */
export interface ProgramView {
  program: string;
  name: string | null;
  /** Version in force at that instant; null before the first one is. 0 is what holds while nobody has published any. */
  inForce: number | null;
  versions: ProgramPublished[];
}

/** Every programme, as it stands at an instant. */
export class ListPrograms extends Query<ProgramView[]> {
  constructor(
    /** RFC 3339 in UTC. */
    readonly instant: string,
    readonly program?: string,
  ) {
    super();
  }
}

@QueryHandler(ListPrograms)
export class ListProgramsHandler implements IQueryHandler<ListPrograms> {
  constructor(private readonly readModels: ReadModels) {}

  /** Throws NotFound for a programme that there is not. */
  async execute({ instant, program }: ListPrograms): Promise<ProgramView[]> {
    const published = await publishedPrograms(this.readModels);
    if (program !== undefined && !published.has(program)) throw new NotFound('programme', program);
    const names = program === undefined ? [...published.keys()].sort() : [program];
    return names.map((name) => viewOf(published, name, instant));
  }
}

function viewOf(published: Programs, program: string, instant: string): ProgramView {
  const versions = published.get(program)!;
  const inForce = programInForce(published, program, instant);
  return {
    program,
    name: (inForce ?? versions.at(-1))?.name ?? null,
    inForce: inForce?.programVersion ?? null,
    versions: [...versions],
  };
}
