import { newId } from '#kernel';
import type { Jobs } from '../jobs.js';
import { DUE_SQL, KNOW_SCHEDULE_SQL, TAKE_DUE_SQL } from './schedule-sql.js';

/** A job that comes again and again. */
export interface Schedule {
  /** Unique among all; what is known of the last time is kept by it. */
  name: string;
  kind: string;
  parameters?: Readonly<Record<string, unknown>>;
  everyMs: number;
}

/** Makes the jobs that are due, each once, however many processes look. */
export class JobSchedule {
  private known = false;

  constructor(
    private readonly jobs: Jobs,
    private readonly schedules: readonly Schedule[],
  ) {}

  /** Throws what the driver throws. */
  async createDue(): Promise<void> {
    const { database } = this.jobs.store;
    if (!this.known) {
      for (const { name } of this.schedules) await database.query(KNOW_SCHEDULE_SQL, [name]);
      this.known = true;
    }
    const rows = await database.query<{ name: string }>(DUE_SQL, [this.schedules.map(({ name }) => name)]);
    const due = new Set(rows.map(({ name }) => name));
    for (const schedule of this.schedules) if (due.has(schedule.name)) await this.createIfDue(schedule);
  }

  /** The turn is taken and the job made in one step: neither is there without the other. */
  private async createIfDue({ name, kind, parameters = {}, everyMs }: Schedule): Promise<void> {
    const id = newId();
    await this.jobs.store.database.transaction(async (client) => {
      const { rowCount } = await client.query(TAKE_DUE_SQL, [name, everyMs, id]);
      if (rowCount === 1) await this.jobs.createWithin(client, { id, kind, parameters });
    });
  }
}
