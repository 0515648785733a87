import { RapportError } from '#kernel';

/** What the target of a copy holds already is not the beginning of the source. */
export class LogsDiffer extends RapportError {
  readonly code = 'logs-differ';

  constructor(place: number, why: string) {
    super(`the target is no copy of the source: at event ${place} ${why}; copy to an empty log instead`, { place });
  }
}
