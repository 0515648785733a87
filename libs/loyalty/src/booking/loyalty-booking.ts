import { Injectable } from '@nestjs/common';
import { IdempotencyConflict } from '#event-store';
import { type FactToRecord, type Recorded, Recorder } from '#intake';
import { customerStream, RuleViolated, ValidationFailed } from '#kernel';
import { ReadModels } from '#projections/read-models';
import { type LoyaltyTransferRow, loyaltyTransferTable } from '../projections/loyalty-transfer.js';
import { ACCOUNTS_DUE, type AccountDue } from '../queries/sql/accounts-due.js';
import { BOOKING_ACTOR, BOOKING_SOURCE } from './booking-source.js';
import { receiptFact } from './transfer-receipts.js';

/** What a run of the booking did. */
export interface BookingResult {
  /** Up to when, RFC 3339 in UTC. */
  until: string;
  /** Customers for whom something was booked, and how many events say so. */
  customers: number;
  events: number;
  /** Customers for whom another run was first. */
  bookedBefore: number;
  /** Transfers whose points came in with this run. */
  transfersCompleted: number;
  /** What could not be done, and why. */
  failures: { customerId: string; message: string }[];
}

export interface BookingOptions {
  /** Customers at most. */
  limit?: number;
  now?: Date;
  signal?: AbortSignal;
  /** Told after each step. */
  onProgress?: (result: BookingResult) => void;
}

/** Customers whose bookings are recorded together. */
const TOGETHER = 500;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/**
 * Writes down what the dates say already: expired points, tiers that were kept or lost; and completes transfers. Answers
 * to questions do not wait for it. It may run at any time, twice, and in several processes at once: what is due has one
 * id, and the decision finds what was booked before.
 */
@Injectable()
export class LoyaltyBooking {
  constructor(
    private readonly readModels: ReadModels,
    private readonly recorder: Recorder,
  ) {}

  /**
   * Books all that is due at an instant (RFC 3339 in UTC, not in the future), by the read models as they stand.
   * Throws ValidationFailed for an instant that has not come yet, and what the signal says when it ends the booking early:
   * what was booked stays.
   */
  async bookDue(
    until: string,
    { limit = Infinity, now = new Date(), signal, onProgress }: BookingOptions = {},
  ): Promise<BookingResult> {
    if (until > now.toISOString()) {
      throw new ValidationFailed([
        { field: 'until', rule: 'not-in-future', message: 'what has not come yet cannot be booked' },
      ]);
    }
    const result: BookingResult = {
      until,
      customers: 0,
      events: 0,
      bookedBefore: 0,
      transfersCompleted: 0,
      failures: [],
    };
    await this.completeTransfers(result, signal);
    let after = BEFORE_ALL;
    for (let seen = 0; seen < limit;) {
      signal?.throwIfAborted();
      const due = await this.accountsDue(until, after, Math.min(TOGETHER, limit - seen));
      if (due.length === 0) break;
      await this.book(due, until, result);
      after = due.at(-1)!.customerId;
      seen += due.length;
      onProgress?.(result);
    }
    return result;
  }

  private accountsDue(until: string, after: string, limit: number): Promise<AccountDue[]> {
    return this.readModels.repository(loyaltyTransferTable).query<AccountDue[]>(ACCOUNTS_DUE, [until, after, limit]);
  }

  private async book(due: readonly AccountDue[], until: string, result: BookingResult): Promise<void> {
    const outcomes = await this.recorder.recordMany(due.map((account) => bookingFact(account, until)));
    outcomes.forEach((outcome, at) => {
      if (outcome.status === 'fulfilled' && !outcome.value.duplicate) {
        result.customers += 1;
        result.events += outcome.value.eventIds.length;
      } else if (outcome.status === 'fulfilled' || wasBookedBefore(outcome.reason)) {
        result.bookedBefore += 1;
      } else {
        result.failures.push({ customerId: due[at]!.customerId, message: messageOf(outcome.reason) });
      }
    });
  }

  private async completeTransfers(result: BookingResult, signal: AbortSignal | undefined): Promise<void> {
    const open = await this.readModels
      .repository<LoyaltyTransferRow>(loyaltyTransferTable)
      .createQueryBuilder('transfer')
      .where('transfer.in_event_id is null and transfer.out_at is not null')
      .orderBy('transfer.out_at')
      .getMany();
    for (let from = 0; from < open.length; from += TOGETHER) {
      signal?.throwIfAborted();
      const rows = open.slice(from, from + TOGETHER);
      const outcomes = await this.recorder.recordMany(rows.map(receiptOfRow));
      outcomes.forEach((outcome, at) => {
        if (isNew(outcome)) result.transfersCompleted += 1;
        else if (outcome.status === 'rejected') {
          result.failures.push({ customerId: rows[at]!.to_customer_id, message: messageOf(outcome.reason) });
        }
      });
    }
  }
}

function bookingFact({ customerId, due }: AccountDue, until: string): FactToRecord {
  return {
    type: 'BookAccount',
    stream: customerStream(customerId),
    data: { until },
    source: BOOKING_SOURCE,
    sourceId: `booking:${customerId}:${due}`,
    // Whoever books what is due books the same, at whatever time.
    requestDigest: due,
    subject: `customer:${customerId}`,
    occurredAt: until,
    actor: { ...BOOKING_ACTOR },
  };
}

function receiptOfRow(row: LoyaltyTransferRow): FactToRecord {
  const { transfer_id: transferId, from_customer_id: fromCustomer, program, program_version: programVersion } = row;
  const why = row.reason === null ? {} : { reason: row.reason };
  const receipt = { transferId, fromCustomer, program, programVersion, lots: row.lots ?? [], ...why };
  return receiptFact(receipt, row.to_customer_id, row.out_at!);
}

function isNew(outcome: PromiseSettledResult<Recorded>): boolean {
  return outcome.status === 'fulfilled' && !outcome.value.duplicate;
}

/** Another run has booked it since the read models were asked. */
function wasBookedBefore(reason: unknown): boolean {
  if (reason instanceof IdempotencyConflict) return true;
  return reason instanceof RuleViolated && reason.violations[0]?.rule === 'nothing-to-book';
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
