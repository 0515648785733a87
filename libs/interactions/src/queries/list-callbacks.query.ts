import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { SelectQueryBuilder } from 'typeorm';
import { entityOf, ReadModels } from '#projections/read-models';
import { type CallbackRow, callbackTable } from '../projections/callbacks.js';
import { type CallbackPromise, type CallbackState, callbackStateAt, secondsLateAt } from '../rules/callback-promise.js';

export const CALLBACK_FILTERS = ['open', 'due', 'late', 'missed', 'completed', 'completed_late'] as const;
/** A state; or open: due and late; or completed_late: completed after the deadline. */
export type CallbackFilter = (typeof CALLBACK_FILTERS)[number];

/** Which promises are wanted. Times are RFC 3339 in UTC. */
export interface CallbacksWanted {
  /** The instant at which they are judged: what happened later does not count. */
  at: string;
  state?: CallbackFilter;
  /** Promised not before. */
  from?: string;
  /** Promised before. */
  to?: string;
  owner?: string;
}

export interface ListedCallback {
  customerId: string;
  callbackId: string;
  state: CallbackState;
  promisedAt: string;
  promisedUntil: string | null;
  /** After the deadline: until the call, or until the instant that is asked for. */
  secondsLate: number;
  phone: string | null;
  subject: string | null;
  owner: string | null;
  requestedAt: string;
  requestedEventId: string;
  completedAt: string | null;
  completedBy: string | null;
  completedEventId: string | null;
  missedAt: string | null;
  missedBy: string | null;
  missedEventId: string | null;
}

/** Promises by what became of them; due, late, missed and completed are all of them. */
export interface CallbackCounts {
  open: number;
  due: number;
  late: number;
  missed: number;
  completed: number;
  completedLate: number;
}

export interface CallbacksPage {
  at: string;
  /** Of all that was asked for but the state. */
  counts: CallbackCounts;
  callbacks: ListedCallback[];
  /** Position of the request to go on behind, or null at the end. */
  after: number | null;
}

/** Promised call-backs in the order of their promised times. */
export class ListCallbacks extends Query<CallbacksPage> {
  constructor(
    readonly wanted: CallbacksWanted,
    readonly page: { limit: number; after?: number },
  ) {
    super();
  }
}

const COMPLETED = 'callback.completed_at <= :at';
/** In parentheses: what follows is joined to it by `and`. */
const NOT_COMPLETED = '(callback.completed_at is null or callback.completed_at > :at)';
const MISSED = 'callback.missed_at <= :at';
const NOT_MISSED = '(callback.missed_at is null or callback.missed_at > :at)';
const OPEN = `${NOT_COMPLETED} and ${NOT_MISSED}`;

/** The same as callbackStateAt, for the database. */
const CONDITIONS: Record<CallbackFilter, string> = {
  open: OPEN,
  due: `${OPEN} and callback.deadline >= :at`,
  late: `${OPEN} and callback.deadline < :at`,
  missed: `${NOT_COMPLETED} and ${MISSED}`,
  completed: COMPLETED,
  completed_late: `${COMPLETED} and callback.completed_at > callback.deadline`,
};

@QueryHandler(ListCallbacks)
export class ListCallbacksHandler implements IQueryHandler<ListCallbacks> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ wanted, page }: ListCallbacks): Promise<CallbacksPage> {
    const [counts, rows] = await Promise.all([this.count(wanted), this.list(wanted, page)]);
    const shown = rows.slice(0, page.limit);
    return {
      at: wanted.at,
      counts,
      callbacks: shown.map((row) => listedCallbackOf(row, wanted.at)),
      after: rows.length > page.limit ? shown.at(-1)!.requested_position : null,
    };
  }

  private async count(wanted: CallbacksWanted): Promise<CallbackCounts> {
    const query = this.promises(wanted).select([]);
    for (const filter of CALLBACK_FILTERS) {
      query.addSelect(`(count(*) filter (where ${CONDITIONS[filter]}))::integer`, filter);
    }
    const counted = await query.getRawOne<Record<CallbackFilter, number>>();
    const { completed_late: completedLate = 0, open = 0, due = 0, late = 0, missed = 0, completed = 0 } = counted ?? {};
    return { open, due, late, missed, completed, completedLate };
  }

  private list(wanted: CallbacksWanted, { limit, after }: ListCallbacks['page']): Promise<CallbackRow[]> {
    const query = this.promises(wanted)
      .orderBy('callback.promised_at')
      .addOrderBy('callback.requested_position')
      .limit(limit + 1);
    if (wanted.state) query.andWhere(CONDITIONS[wanted.state]);
    if (after !== undefined) {
      const place = query
        .subQuery()
        .select('last.promised_at')
        .addSelect('last.requested_position')
        .from(entityOf(callbackTable), 'last')
        .where('last.requested_position = :after');
      query.andWhere(`(callback.promised_at, callback.requested_position) > ${place.getQuery()}`, { after });
    }
    return query.getMany();
  }

  /** All that had been requested (or were completed) at the instant, of the period and the owner that are asked for. */
  private promises({ at, from, to, owner }: CallbacksWanted): SelectQueryBuilder<CallbackRow> {
    const query = this.readModels
      .repository<CallbackRow>(callbackTable)
      .createQueryBuilder('callback')
      .where('(callback.requested_at <= :at or callback.completed_at <= :at)', { at });
    if (from !== undefined) query.andWhere('callback.promised_at >= :from', { from });
    if (to !== undefined) query.andWhere('callback.promised_at < :to', { to });
    if (owner !== undefined) query.andWhere('callback.owner = :owner', { owner });
    return query;
  }
}

/** What happened after the instant is not told. */
function listedCallbackOf(row: CallbackRow, at: string): ListedCallback {
  const promise: CallbackPromise = {
    requestedAt: row.requested_at,
    promisedAt: row.promised_at,
    promisedUntil: row.promised_until,
    completedAt: row.completed_at,
    missedAt: row.missed_at,
  };
  const completed = row.completed_at !== null && row.completed_at <= at;
  const missed = row.missed_at !== null && row.missed_at <= at;
  return {
    customerId: row.customer_id,
    callbackId: row.callback_id,
    state: callbackStateAt(promise, at)!,
    promisedAt: row.promised_at,
    promisedUntil: row.promised_until,
    secondsLate: secondsLateAt(promise, at),
    phone: row.phone,
    subject: row.subject,
    owner: row.owner,
    requestedAt: row.requested_at,
    requestedEventId: row.requested_event_id,
    completedAt: completed ? row.completed_at : null,
    completedBy: completed ? row.completed_by : null,
    completedEventId: completed ? row.completed_event_id : null,
    missedAt: missed ? row.missed_at : null,
    missedBy: missed ? row.missed_by : null,
    missedEventId: missed ? row.missed_event_id : null,
  };
}
