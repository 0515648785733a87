import { decider, RuleViolated } from '#kernel';
import type { FieldCondition, SignalCount } from '../events/funnel-rule-parts.js';
import type { FunnelRulesPublished } from '../events/funnel-rules-published.js';
import { type FunnelPublications, funnelRules } from '../rules/funnel-publications.js';
import { START } from '../rules/funnel-rules.js';

/**
 * Rules are published in turn, and say nothing that means nothing: every name that they use is one that they define,
 * every stage can be entered, and nobody is left standing in a stage that they no longer know.
 */
export const funnelPublications = decider<FunnelPublications>({
  decides: ['FunnelRulesPublished'],
  initialState: funnelRules.initialState.bind(funnelRules),
  evolve: funnelRules.evolve.bind(funnelRules),

  decide(fact, published) {
    const rules = fact.data as FunnelRulesPublished;
    checkVersion(rules, published);
    checkStages(rules);
    checkDropped(rules, published);
    checkSignals(rules);
    checkEntries(rules);
    checkDormancy(rules);
    checkReachable(rules);
    return [fact];
  },
});

function checkVersion({ rulesVersion }: FunnelRulesPublished, { versions }: FunnelPublications): void {
  const next = versions.length + 1;
  if (rulesVersion !== next) refuse('rulesVersion', 'next-version', `the next version is ${next}`);
}

function checkStages({ stages }: FunnelRulesPublished): void {
  const names = stages.map(({ stage }) => stage);
  names.forEach((name, index) => {
    if (name === START) refuse(`stages.${index}.stage`, 'not-start', `no stage can be called ${START}`);
    if (names.indexOf(name) < index) refuse(`stages.${index}.stage`, 'unique-stage', `there are two stages ${name}`);
  });
  const taken = new Set(names);
  stages.forEach(({ formerly }, index) => {
    for (const name of formerly ?? []) {
      const field = `stages.${index}.formerly`;
      if (taken.has(name)) refuse(field, 'formerly-once', `${name} is a stage of these rules, or is named twice`);
      taken.add(name);
    }
  });
}

function checkDropped({ stages }: FunnelRulesPublished, { versions }: FunnelPublications): void {
  const known = new Set(stages.flatMap(({ stage, formerly }) => [stage, ...(formerly ?? [])]));
  const dropped = versions
    .flatMap((version) => version.stages.map(({ stage }) => stage))
    .find((name) => !known.has(name));
  if (dropped === undefined) return;
  const message = `customers may be in ${dropped}, a stage of an earlier version: name it in formerly of another stage`;
  refuse('stages', 'stage-dropped', message);
}

function checkSignals({ signals }: FunnelRulesPublished): void {
  signals.forEach(({ where }, index) =>
    (where ?? []).forEach((condition, place) => {
      if (isOneCondition(condition)) return;
      const message = 'must say exactly one of in, absent, and a range of numbers';
      refuse(`signals.${index}.where.${place}`, 'one-condition', message);
    }),
  );
}

function checkEntries({ stages, signals, entries }: FunnelRulesPublished): void {
  const isStage = namesOf(stages.map(({ stage }) => stage));
  const isPlace = namesOf([START, ...stages.map(({ stage }) => stage)]);
  const isSignal = namesOf(signals.map(({ signal }) => signal));
  entries.forEach(({ stage, on, from, counts }, index) => {
    const field = `entries.${index}`;
    if (!isStage(stage)) refuse(`${field}.stage`, 'known-stage', `there is no stage ${stage}`);
    checkSignalNames(`${field}.on`, on, isSignal);
    const unknown = from?.find((name) => !isPlace(name));
    if (unknown !== undefined) refuse(`${field}.from`, 'known-stage', `there is no stage ${unknown}`);
    (counts ?? []).forEach((count, place) => checkCount(`${field}.counts.${place}`, count, isSignal));
  });
}

function checkCount(
  field: string,
  { signals, atLeast, atMost }: SignalCount,
  isSignal: (name: string) => boolean,
): void {
  checkSignalNames(`${field}.signals`, signals, isSignal);
  if (atLeast === undefined && atMost === undefined) refuse(field, 'count-bound', 'must say atLeast, atMost or both');
  if ((atLeast ?? 0) > (atMost ?? Infinity)) refuse(`${field}.atMost`, 'count-range', 'must not be less than atLeast');
}

function checkSignalNames(field: string, names: readonly string[], isSignal: (name: string) => boolean): void {
  if (names.length === 0) refuse(field, 'known-signal', 'must name a signal');
  const unknown = names.find((name) => !isSignal(name));
  if (unknown !== undefined) refuse(field, 'known-signal', `no fact has the signal ${unknown}`);
}

function checkDormancy({ stages, dormancy }: FunnelRulesPublished): void {
  if (!dormancy) return;
  const isStage = namesOf(stages.map(({ stage }) => stage));
  if (!isStage(dormancy.stage)) refuse('dormancy.stage', 'known-stage', `there is no stage ${dormancy.stage}`);
  const unknown = dormancy.from.find((name) => !isStage(name));
  if (unknown !== undefined) refuse('dormancy.from', 'known-stage', `there is no stage ${unknown}`);
  if (dormancy.from.includes(dormancy.stage)) {
    refuse('dormancy.from', 'dormant-once', `who is ${dormancy.stage} cannot become so again`);
  }
}

function checkReachable({ stages, entries, dormancy }: FunnelRulesPublished): void {
  const isReached = namesOf([...entries.map(({ stage }) => stage), ...(dormancy ? [dormancy.stage] : [])]);
  stages.forEach(({ stage }, index) => {
    if (!isReached(stage)) refuse(`stages.${index}.stage`, 'reachable-stage', `nothing leads into ${stage}`);
  });
}

function isOneCondition({ in: words, absent, atLeast, below }: FieldCondition): boolean {
  const range = atLeast !== undefined || below !== undefined;
  return Number(words !== undefined && words.length > 0) + Number(absent !== undefined) + Number(range) === 1;
}

function namesOf(names: readonly string[]): (name: string) => boolean {
  const known = new Set(names);
  return (name) => known.has(name);
}

function refuse(field: string, rule: string, message: string): never {
  throw new RuleViolated({ field, rule, message });
}
