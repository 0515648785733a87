import { seededRandom } from './seeded-random.js';
import { CENTS_AT, LINES_OF_KIND, type LineKind, PORTFOLIO, REWARDING, STARBUCKS_SIZE } from './starbucks-shape.js';

const FINENESS = 1_000_000;
const GENDERS = ['F', 'M', 'O'];
/** One member in eight says nothing about himself; the set then has this age. */
const SILENT_EVERY = 8;
const NO_AGE = 118;

/** A row of profile.json. */
export interface ProfileRow {
  gender: string | null;
  age: number;
  id: string;
  became_member_on: string;
  income: number | null;
}

/** A row of transcript.json. */
export interface TranscriptRow {
  person: string;
  event: LineKind;
  value: object;
  /** Hours since the beginning. */
  time: number;
}

/**
 * Rows of the shape of the published Starbucks set, for as many members and lines as are asked for: kinds of lines,
 * offers and amounts in its proportions, every member as likely as any other. The same seed gives the same rows when they
 * are asked for in the same order.
 */
export class MadeUpStarbucks {
  private readonly random: (below: number) => number;

  constructor(
    seed: number,
    private readonly members: number,
  ) {
    this.random = seededRandom(seed);
  }

  profile(member: number): ProfileRow {
    const { random } = this;
    const day = [2013 + random(5), two(1 + random(12)), two(1 + random(28))].join('');
    const known = { id: idOf(member), became_member_on: day };
    if (random(SILENT_EVERY) === 0) return { ...known, gender: null, age: NO_AGE, income: null };
    const income = 30_000 + 1_000 * random(91);
    return { ...known, gender: GENDERS[random(GENDERS.length)]!, age: 18 + random(84), income };
  }

  line(hour: number, kind: LineKind = this.kind()): TranscriptRow {
    return { person: idOf(this.random(this.members)), event: kind, value: this.valueOf(kind), time: hour };
  }

  private kind(): LineKind {
    let place = this.random(STARBUCKS_SIZE.lines);
    for (const [kind, lines] of LINES_OF_KIND) {
      if (place < lines) return kind;
      place -= lines;
    }
    throw new Error('the kinds are fewer lines than all');
  }

  private valueOf(kind: LineKind): object {
    switch (kind) {
      case 'transaction':
        return { amount: this.cents() / 100 };
      case 'offer completed': {
        const { id, reward } = REWARDING[this.random(REWARDING.length)]!;
        return { offer_id: id, reward };
      }
      case 'offer received':
      case 'offer viewed':
        return { 'offer id': PORTFOLIO[this.random(PORTFOLIO.length)]!.id };
    }
  }

  private cents(): number {
    const quantile = this.random(FINENESS) / FINENESS;
    const above = CENTS_AT.findIndex(([next]) => next > quantile);
    const [[from, low], [to, high]] = [CENTS_AT[above - 1]!, CENTS_AT[above]!];
    return Math.round(low + ((quantile - from) / (to - from)) * (high - low));
  }
}

function idOf(member: number): string {
  return member.toString(16).padStart(32, '0');
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
