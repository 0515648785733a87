import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Page, ReadModels } from '#projections/read-models';
import {
  type Conversion,
  conversion,
  type ConversionPath,
  type ConversionQuestion,
  isFactType,
  pathOf,
} from '../rules/funnel-conversion.js';
import { figuresByGroup, type FunnelBreakdown, groupOf } from '../rules/funnel-groups.js';
import { daysOf } from '../rules/funnel-unit.js';
import type { FunnelFilter } from './funnel-filter.js';
import { type FunnelPage, listFunnel } from './funnel-list.js';
import { funnelUnits } from './funnel-units.js';
import { requireStages } from './known-stages.js';

export interface ConversionReport extends Conversion {
  at: string;
  from: string | null;
  to: string | null;
  /** null: however long it takes. */
  windowDays: number | null;
  order: ConversionQuestion['order'];
  /** By the breakdown that was asked for; null when none was. */
  groups: ({ group: string | null } & Conversion)[] | null;
}

/** How many of those who entered a step came to the next ones, and how fast. */
export class ReportConversion extends Query<ConversionReport> {
  constructor(
    readonly question: ConversionQuestion,
    readonly filter: FunnelFilter,
    readonly breakdown?: FunnelBreakdown,
  ) {
    super();
  }
}

@QueryHandler(ReportConversion)
export class ReportConversionHandler implements IQueryHandler<ReportConversion> {
  constructor(private readonly readModels: ReadModels) {}

  /** Throws ValidationFailed for a step that is a stage which no rules have. */
  async execute({ question, filter, breakdown }: ReportConversion): Promise<ConversionReport> {
    const { steps, instant, windowMs, order, from, to } = question;
    await requireSteps(this.readModels, steps);
    const cases: (Pick<ConversionPath, 'times'> & { group: string | null })[] = [];
    for await (const units of funnelUnits(this.readModels, { filter, instant, reached: steps[0]! })) {
      for (const unit of units) {
        const path = pathOf(unit, question);
        if (!path) continue;
        cases.push({ times: path.times, group: breakdown ? groupOf(unit, breakdown, path.times[0]!) : null });
      }
    }
    const figuresOf = (some: readonly Pick<ConversionPath, 'times'>[]) => conversion(some, question);
    return {
      at: instant,
      from: from ?? null,
      to: to ?? null,
      windowDays: windowMs === null ? null : daysOf(windowMs),
      order,
      ...figuresOf(cases),
      groups: breakdown ? figuresByGroup(cases, ({ group }) => group, figuresOf, breakdown) : null,
    };
  }
}

export interface ListedConversion {
  customerId: string;
  /** When he came to each step; null where he did not. */
  steps: { step: string; at: string | null }[];
  owner: string | null;
}

export const CONVERSION_LISTS = ['reached', 'dropped'] as const;
export type ConversionList = (typeof CONVERSION_LISTS)[number];

/** The customers behind a figure of the report: those who came to a step, or who came to the one before and no further. */
export class ListConversion extends Query<FunnelPage<ListedConversion>> {
  constructor(
    readonly question: ConversionQuestion,
    readonly filter: FunnelFilter,
    /** Place of the step among the steps, from 1. */
    readonly step: number,
    readonly list: ConversionList,
    readonly page: Page,
  ) {
    super();
  }
}

@QueryHandler(ListConversion)
export class ListConversionHandler implements IQueryHandler<ListConversion> {
  constructor(private readonly readModels: ReadModels) {}

  /** Throws ValidationFailed for a step that is a stage which no rules have. */
  async execute({ question, filter, step, list, page }: ListConversion): Promise<FunnelPage<ListedConversion>> {
    const { steps, instant } = question;
    await requireSteps(this.readModels, steps);
    return listFunnel(this.readModels, { filter, instant, reached: steps[0]! }, page, (unit) => {
      const path = pathOf(unit, question);
      if (!path) return [];
      const isListed = list === 'reached' ? path.times.length >= step : path.times.length === step - 1;
      return isListed ? [listedConversionOf(path, steps)] : [];
    });
  }
}

function requireSteps(readModels: ReadModels, steps: readonly string[]): Promise<void> {
  return requireStages(readModels, { steps: steps.filter((step) => !isFactType(step)) });
}

function listedConversionOf({ unit, times }: ConversionPath, steps: readonly string[]): ListedConversion {
  return {
    customerId: unit.customerId,
    steps: steps.map((step, index) => {
      const time = times[index];
      return { step, at: time === undefined ? null : new Date(time).toISOString() };
    }),
    owner: unit.owner,
  };
}
