import { percentOf } from '#kernel';
import { meanOf, medianOf } from './average.js';
import { daysOf, type FunnelUnit, isWithin, type Span } from './funnel-unit.js';

export interface ConversionQuestion extends Span {
  /** Stages (`lead`) and types of facts (`LeadCaptured`, by their first occurrence), at least two. */
  steps: readonly string[];
  /** From the entry into the first step; who takes longer has not converted. null: however long. */
  windowMs: number | null;
  /** ordered: each step at the time of the one before or later. any: before or after the first, within the window. */
  order: 'ordered' | 'any';
  /** RFC 3339 in UTC: what happened later is not looked at. */
  instant: string;
}

/** A customer who entered the first step in the period, and how far he came. */
export interface ConversionPath {
  unit: FunnelUnit;
  /** When he came to each step, milliseconds since 1970: as many as he reached, at least one. */
  times: readonly number[];
}

export interface ConversionStep {
  step: string;
  customers: number;
  /** Customers who came here, in per cent of those of the first step, and of the step before; null: nobody was there. */
  percentOfFirst: number | null;
  percentOfPrevious: number | null;
  /** Customers of the step before who did not come here, and their share in per cent. */
  dropOff: number;
  dropOffPercent: number | null;
  /** From the first step to this one, of those who came here. */
  medianDays: number | null;
  meanDays: number | null;
}

export interface Conversion {
  steps: ConversionStep[];
  /** Customers who have not come to the last step, but still have time to. */
  open: number;
}

/** A customer's way through the steps; undefined when he did not enter the first one in the period. */
export function pathOf(unit: FunnelUnit, question: ConversionQuestion): ConversionPath | undefined {
  const { steps, windowMs, order } = question;
  const [first, ...others] = steps.map((step) => timesOf(unit, step, question.instant));
  const entered = first?.find((time) => isWithin(question, time));
  if (entered === undefined) return undefined;
  const latest = entered + (windowMs ?? Infinity);
  const earliest = entered - (windowMs ?? Infinity);
  const times = [entered];
  for (const candidates of others) {
    const since = order === 'ordered' ? times.at(-1)! : entered;
    const after = candidates.find((time) => time >= since && time <= latest);
    const before = order === 'any' ? candidates.findLast((time) => time < entered && time >= earliest) : undefined;
    const reached = after ?? before;
    if (reached === undefined) break;
    times.push(reached);
  }
  return { unit, times };
}

/** The figures of customers of whom each entered the first step. */
export function conversion(paths: readonly Pick<ConversionPath, 'times'>[], question: ConversionQuestion): Conversion {
  const { steps, windowMs, instant } = question;
  const endMs = Date.parse(instant);
  const counts = steps.map((_, index) => paths.filter(({ times }) => times.length > index).length);
  return {
    steps: steps.map((step, index) => {
      const customers = counts[index]!;
      const previous = counts[index - 1] ?? customers;
      const lengths = paths.flatMap(({ times }) => (times.length > index ? [times[index]! - times[0]!] : []));
      return {
        step,
        customers,
        percentOfFirst: percentOf(customers, counts[0]!),
        percentOfPrevious: percentOf(customers, previous),
        dropOff: previous - customers,
        dropOffPercent: percentOf(previous - customers, previous),
        medianDays: inDays(medianOf(lengths)),
        meanDays: inDays(meanOf(lengths)),
      };
    }),
    open: paths.filter(({ times }) => times.length < steps.length && endMs < times[0]! + (windowMs ?? Infinity)).length,
  };
}

/** Whether a step is a type of fact: those begin with a capital, stages do not. */
export function isFactType(step: string): boolean {
  return /^[A-Z]/.test(step);
}

/** When the customer came to a step, oldest first. */
function timesOf({ stays, firstOf }: FunnelUnit, step: string, instant: string): number[] {
  if (!isFactType(step))
    return stays.flatMap(({ stage, enteredAt }) => (stage === step ? [Date.parse(enteredAt)] : []));
  const time = Object.hasOwn(firstOf, step) ? firstOf[step]! : Infinity;
  return time <= Date.parse(instant) ? [time] : [];
}

function inDays(ms: number | null): number | null {
  return ms === null ? null : daysOf(ms);
}
