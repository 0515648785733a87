import { setTimeout as delay } from 'node:timers/promises';
import { deviationsFrom, readLog } from '../processes/support/ledger-content.js';
import { readChanges } from './audit/audit.js';
import { failuresIn } from './checks/all-checks.js';
import type { Evidence } from './checks/evidence.js';
import { Client as LedgerClient } from './client/client.js';
import { History } from './client/history.js';
import { whatToRepeat } from './client/what-to-repeat.js';
import type { Cluster } from './cluster/cluster.js';
import { Inflictor } from './inflict/inflict.js';
import { Rebuilder } from './inflict/rebuilder.js';
import type { ClientFaultKind, FaultKind } from './plan/fault.js';
import type { Plan } from './plan/plan.js';

/** How long the ledger may take to answer everything and to catch up once all is well again. */
const RECOVERY_MS = 120_000;
const REPEATED = 8;

export interface EpisodeResult {
  seed: number;
  /** Facts that were acknowledged in this episode. */
  acknowledged: number;
  /** Facts that were refused by a rule, as far as the client heard. */
  refused: number;
  /** Events in the log of this seed's facts. */
  stored: number;
  /** Acknowledgements that said the fact had been there already. */
  repeated: number;
  /** Rebuilds of all read models that came to their end. */
  rebuilds: number;
  faults: Partial<Record<FaultKind | ClientFaultKind, number>>;
  /** Answers that told nothing, by status; 0 for none. */
  unanswered: Record<number, number>;
  seconds: number;
  failures: string[];
}

/** Carries out a plan on a cluster that may have seen others, and looks whether everything is as it must be. */
export class Episode {
  private readonly beganAtMs = performance.now();
  private readonly faults = new Map<FaultKind | ClientFaultKind, number>();
  private readonly own = new History();
  private readonly trouble: string[] = [];
  private rebuilds = 0;

  constructor(
    private readonly plan: Plan,
    private readonly cluster: Cluster,
    /** What was heard in earlier episodes: it must still hold. */
    private readonly history: History,
  ) {}

  async run(): Promise<EpisodeResult> {
    const { plan, cluster } = this;
    const client = this.client();
    await client.register();
    const inflictor = new Inflictor(cluster);
    const clients = plan.clients.map((operations) => ({ client: this.client(), operations }));
    const running = Promise.all(clients.map((each) => each.client.run(each.operations)));
    const rebuilder = new Rebuilder(cluster.urls);
    const giveUp = new AbortController();
    const rebuild = plan.rebuild && rebuilder.request(plan.rebuild, giveUp.signal);
    try {
      await inflictor.inflict(plan.faults);
      for (const [kind, times] of inflictor.struck) this.faults.set(kind, times);
      await this.recover(running, () => clients.forEach((each) => each.client.stop()));
      await this.rebuilt(rebuilder, rebuild, giveUp);
    } finally {
      giveUp.abort();
    }
    for (const [index, operation] of whatToRepeat(plan, this.own, REPEATED).entries()) {
      await client.repeat(operation, index);
    }
    this.history.take(this.own);
    const evidence = await this.evidence();
    return this.resultOf(evidence, [...this.trouble, ...failuresIn(evidence)]);
  }

  private client(): LedgerClient {
    const { plan, cluster, own } = this;
    const onFault = (kind: ClientFaultKind): void => void this.faults.set(kind, (this.faults.get(kind) ?? 0) + 1);
    return new LedgerClient({ plan, history: own, urls: cluster.urls, onFault });
  }

  /** All processes up, all requests answered, all read models at the head of the log. */
  private async recover(running: Promise<unknown>, stop: () => void): Promise<void> {
    await this.cluster.allUp();
    const giveUp = new AbortController();
    const answered = await Promise.race([
      running.then(() => true),
      delay(RECOVERY_MS, false, { signal: giveUp.signal }).catch(() => false),
    ]);
    giveUp.abort();
    if (!answered) stop();
    await running;
    const giveUpAt = performance.now() + RECOVERY_MS;
    while (!(await this.isCaughtUp())) {
      if (performance.now() > giveUpAt) {
        this.trouble.push(`the read models are not at the head of the log ${RECOVERY_MS} ms after the last fault`);
        return;
      }
      await delay(30);
    }
  }

  /** All is well by now: a rebuild that was asked for comes to its end, and whoever asks is heard. */
  private async rebuilt(
    rebuilder: Rebuilder,
    requested: Promise<string | undefined> | undefined,
    giveUp: AbortController,
  ): Promise<void> {
    if (!requested) return;
    const timer = setTimeout(() => giveUp.abort(), RECOVERY_MS);
    const id = await requested;
    clearTimeout(timer);
    const trouble = id === undefined ? 'nobody took a rebuild' : await rebuilder.trouble(id, RECOVERY_MS);
    if (trouble === undefined) this.rebuilds += 1;
    else this.trouble.push(trouble);
  }

  private async isCaughtUp(): Promise<boolean> {
    const answer = await fetch(`${this.cluster.urls[0]!}/v1/projections`);
    if (answer.status !== 200) return false;
    const { projections } = (await answer.json()) as { projections: { lag: string }[] };
    return projections.every(({ lag }) => lag === '0');
  }

  private async evidence(): Promise<Evidence> {
    const { database, processes } = this.cluster;
    const log = await readLog(database.url);
    const { changes, parked } = await database.withClient(async (client) => ({
      changes: await readChanges(client),
      parked: (await client.query<{ what: string }>(PARKED_SQL)).rows.map(({ what }) => what),
    }));
    const deviations = await deviationsFrom(log, database.url);
    const deaths = processes.flatMap((process) => process.deaths.splice(0));
    return { history: this.history, log, changes, deviations, parked, deaths };
  }

  private resultOf({ log }: Evidence, failures: string[]): EpisodeResult {
    const facts = [...this.own.facts.values()];
    const streams = new Set(facts.map(({ stream }) => stream));
    return {
      seed: this.plan.seed,
      acknowledged: this.own.acknowledged.length,
      refused: facts.filter(({ refusals }) => refusals.length > 0).length,
      stored: log.filter(({ stream }) => streams.has(stream)).length,
      repeated: facts.flatMap(({ acknowledgements }) => acknowledgements.filter(({ repeated }) => repeated)).length,
      rebuilds: this.rebuilds,
      faults: Object.fromEntries(this.faults),
      unanswered: Object.fromEntries(this.own.refusals),
      seconds: Math.round((performance.now() - this.beganAtMs) / 100) / 10,
      failures,
    };
  }
}

const PARKED_SQL = `select projection || ' has left out event ' || position || ': ' || coalesce(error, status) as what
  from read.parked_event order by position`;
