import { RapportError } from '#kernel';

/** The tables are those of another version: what this program would make of an event does not belong into them. */
export class ProjectionVersionDiffers extends RapportError {
  readonly code = 'projection-version-differs';

  constructor(projection: string, version: number) {
    super(
      `the tables of the projection ${projection} are not of version ${version}, as in this program: ` +
        'ask the program that derives them',
      { projection, version },
    );
  }
}
