import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Page, ReadModels } from '#projections/read-models';
import { figuresByGroup, type FunnelBreakdown, groupOf } from '../rules/funnel-groups.js';
import { daysOf, type Span } from '../rules/funnel-unit.js';
import { type Spell, spellsIn, type TimeInStage, timeInStage } from '../rules/time-in-stage.js';
import type { FunnelFilter } from './funnel-filter.js';
import { type FunnelPage, listFunnel } from './funnel-list.js';
import { funnelUnits } from './funnel-units.js';
import { requireStages } from './known-stages.js';

/** Stays in a stage that began within the span, as they stand at the instant. */
export interface TimeInStageQuestion extends Span {
  stage: string;
  filter: FunnelFilter;
  /** RFC 3339 in UTC. */
  instant: string;
}

export interface TimeInStageReport extends TimeInStage {
  stage: string;
  at: string;
  from: string | null;
  to: string | null;
  /** How the median was found. */
  method: 'kaplan-meier';
  /** By the breakdown that was asked for; null when none was. */
  groups: ({ group: string | null } & TimeInStage)[] | null;
}

/** How long customers stay in a stage. */
export class ReportTimeInStage extends Query<TimeInStageReport> {
  constructor(
    readonly question: TimeInStageQuestion,
    readonly breakdown?: FunnelBreakdown,
  ) {
    super();
  }
}

@QueryHandler(ReportTimeInStage)
export class ReportTimeInStageHandler implements IQueryHandler<ReportTimeInStage> {
  constructor(private readonly readModels: ReadModels) {}

  /** Throws ValidationFailed for a stage that no rules have. */
  async execute({ question, breakdown }: ReportTimeInStage): Promise<TimeInStageReport> {
    const { stage, filter, instant, from, to } = question;
    await requireStages(this.readModels, { stage: [stage] });
    const cases: (Pick<Spell, 'lengthMs' | 'leftFor'> & { group: string | null })[] = [];
    for await (const units of funnelUnits(this.readModels, { filter, instant, reached: stage })) {
      for (const { unit, stay, lengthMs, leftFor } of units.flatMap((each) =>
        spellsIn(each, stage, question, instant),
      )) {
        const group = breakdown ? groupOf(unit, breakdown, Date.parse(stay.enteredAt)) : null;
        cases.push({ lengthMs, leftFor, group });
      }
    }
    return {
      stage,
      at: instant,
      from: from ?? null,
      to: to ?? null,
      method: 'kaplan-meier',
      ...timeInStage(cases),
      groups: breakdown ? figuresByGroup(cases, ({ group }) => group, timeInStage, breakdown) : null,
    };
  }
}

export const SPELL_LISTS = ['entries', 'exits', 'open'] as const;
export type SpellList = (typeof SPELL_LISTS)[number];

export interface ListedSpell {
  customerId: string;
  enteredAt: string;
  /** null: he is still there. */
  leftAt: string | null;
  /** The stage that he left for. */
  leftFor: string | null;
  days: number;
  causeEventId: string;
  causeType: string;
  owner: string | null;
}

/** The stays behind a figure of the report. */
export class ListTimeInStage extends Query<FunnelPage<ListedSpell>> {
  constructor(
    readonly question: TimeInStageQuestion,
    readonly list: SpellList,
    readonly page: Page,
  ) {
    super();
  }
}

@QueryHandler(ListTimeInStage)
export class ListTimeInStageHandler implements IQueryHandler<ListTimeInStage> {
  constructor(private readonly readModels: ReadModels) {}

  /** Throws ValidationFailed for a stage that no rules have. */
  async execute({ question, list, page }: ListTimeInStage): Promise<FunnelPage<ListedSpell>> {
    const { stage, filter, instant } = question;
    await requireStages(this.readModels, { stage: [stage] });
    return listFunnel(this.readModels, { filter, instant, reached: stage }, page, (unit) =>
      spellsIn(unit, stage, question, instant)
        .filter(({ leftFor }) => list === 'entries' || (leftFor !== null) === (list === 'exits'))
        .map(listedSpellOf),
    );
  }
}

function listedSpellOf({ unit, stay, leftFor, lengthMs }: Spell): ListedSpell {
  const { enteredAt, leftAt, causeEventId, causeType } = stay;
  const { customerId, owner } = unit;
  return { customerId, enteredAt, leftAt, leftFor, days: daysOf(lengthMs), causeEventId, causeType, owner };
}
