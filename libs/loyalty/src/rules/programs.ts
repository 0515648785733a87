import { Map } from 'immutable';
import { type DatedFact, type Reference, toUtc } from '#kernel';
import { PROGRAM_STREAM, type ProgramPublished } from '../events/program-published.js';

/** The rules of a programme as one version says them, `effectiveFrom` in UTC. */
export type ProgramVersion = Readonly<ProgramPublished>;

/** Every version of every programme, by its code; versions in the order of publishing. */
export type Programs = Map<string, readonly ProgramVersion[]>;

/**
 * What holds while nobody has published the programme `points`: a point for every whole unit of currency that was paid,
 * and the points that an offer promises, both good for two years.
 */
export const DEFAULT_PROGRAM: ProgramVersion = {
  program: 'points',
  programVersion: 0,
  name: 'Points',
  effectiveFrom: '0001-01-01T00:00:00.000Z',
  earning: [
    { rule: 'purchase', base: 'money', points: 1, per: 100 },
    { rule: 'offer-reward', base: 'stated', factType: 'OfferAccepted', field: 'rewardPoints' },
  ],
  expiry: { kind: 'rolling', months: 24 },
};

/** The programmes that were published, and the default one as version 0 of `points`. */
export const programs: Reference<Programs> = {
  name: 'loyalty-programs',
  stream: PROGRAM_STREAM,
  initialState: () => Map([[DEFAULT_PROGRAM.program, [DEFAULT_PROGRAM]]]),
  evolve: withPublished,
};

function withPublished(published: Programs, { type, data }: DatedFact): Programs {
  if (type !== 'ProgramPublished') return published;
  const said = data as ProgramPublished;
  const version = { ...said, effectiveFrom: toUtc(said.effectiveFrom) };
  return published.update(said.program, [], (versions) => [...versions, version]);
}

/** The version of a programme that is in force at an instant (RFC 3339, UTC); undefined when there is none yet. */
export function programInForce(published: Programs, program: string, at: string): ProgramVersion | undefined {
  // A version is never in force before the one that it follows, so the last one that has begun is the one.
  return published.get(program)?.findLast(({ effectiveFrom }) => effectiveFrom <= at);
}

/** Each programme's version in force at an instant, in the order in which the programmes were first published. */
export function programsInForce(published: Programs, at: string): ProgramVersion[] {
  return [...published.keys()].flatMap((program) => programInForce(published, program, at) ?? []);
}

/** The version that a fact names when it is decided; 0 where no published version is in force. */
export function versionInForce(published: Programs, program: string, at: string): number {
  return programInForce(published, program, at)?.programVersion ?? 0;
}
