import { Flag, ListOf, Text, WholeNumber, WordList } from '#kernel';

/** Names of stages and signals: `lead`, `won_back`. Not the one lower-case name that every object has a member of. */
export const FUNNEL_NAME = /^(?!constructor$)[a-z][a-z0-9_]*$/;

/** A place in the funnel. */
export class FunnelStage {
  @Text({ about: 'Name, unique among the stages', max: 50, pattern: FUNNEL_NAME })
  stage!: string;

  @Text({ about: 'What people call it', max: 200, optional: true })
  label?: string;

  @WholeNumber({ about: 'Stalled: here for longer than so many times 24 hours', min: 1, max: 36_500, optional: true })
  stalledAfterDays?: number;

  @WordList({
    about: 'Stages of earlier versions whose customers now count as being here when their next fact is judged',
    max: 50,
    maxLength: 50,
    optional: true,
  })
  formerly?: string[];
}

/** What a field of a fact must be: exactly one of `in`, `absent` and numbers. */
export class FieldCondition {
  @Text({ about: 'Name of the field; `total.amount` for a field inside another', max: 200 })
  field!: string;

  @WordList({ about: 'It is one of these, whatever their case', max: 200, optional: true })
  in?: string[];

  @Flag({ about: 'true: it is not there; false: it is', optional: true })
  absent?: boolean;

  @WholeNumber({ about: 'It is a number of at least so much', optional: true })
  atLeast?: number;

  @WholeNumber({ about: 'It is a number below this', optional: true })
  below?: number;
}

/** What facts of a type mean on the way through the funnel. */
export class FunnelSignal {
  @Text({ about: 'What it means; entries speak of it by this name', max: 50, pattern: FUNNEL_NAME })
  signal!: string;

  @Text({ about: 'Type of the facts', max: 100 })
  type!: string;

  @ListOf(() => FieldCondition, { about: 'Only those of which all this holds', max: 20, optional: true })
  where?: FieldCondition[];

  @WordList({ about: 'Only those that these systems reported', max: 100, maxLength: 500, optional: true })
  sources?: string[];
}

/** How often signals were seen before. */
export class SignalCount {
  @WordList({ about: 'Signals that are counted together', max: 50, maxLength: 50 })
  signals!: string[];

  @WholeNumber({ about: 'At least so many before this fact', optional: true })
  atLeast?: number;

  @WholeNumber({ about: 'At most so many before this fact', optional: true })
  atMost?: number;
}

/** A way into a stage. */
export class StageEntry {
  @Text({ about: 'Where it leads', max: 50, pattern: FUNNEL_NAME })
  stage!: string;

  @WordList({ about: 'Signals that lead there', max: 50, maxLength: 50 })
  on!: string[];

  @WordList({
    about: 'Stages from which it leads there; `start`: nothing has happened yet. Left out: anywhere but there',
    max: 51,
    maxLength: 50,
    optional: true,
  })
  from?: string[];

  @ListOf(() => SignalCount, { about: 'Only when all these counts hold', max: 10, optional: true })
  counts?: SignalCount[];
}

/** Where customers are of whom nothing was heard for long. */
export class FunnelDormancy {
  @Text({ about: 'The stage that they are then in', max: 50, pattern: FUNNEL_NAME })
  stage!: string;

  @WholeNumber({ about: 'So many times 24 hours after the last fact that is a signal', min: 1, max: 36_500 })
  afterDays!: number;

  @WordList({ about: 'Stages whose customers become dormant', max: 50, maxLength: 50 })
  from!: string[];
}
