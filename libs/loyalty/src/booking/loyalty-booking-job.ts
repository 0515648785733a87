import type { JobContext, JobKind, Schedule } from '#jobs';
import type { LoyaltyBooking } from './loyalty-booking.js';

export const LOYALTY_BOOKING = 'loyalty-booking';

const HOUR_MS = 3_600_000;
const FAILURES_SHOWN = 100;

export const bookingSchedule: Schedule = { name: LOYALTY_BOOKING, kind: LOYALTY_BOOKING, everyMs: HOUR_MS };

/**
 * The kind of job that books what is due when it runs, by the read models as they stand; what they do not say yet is due
 * the next time. Its result is a BookingResult, with the first failures.
 */
export function loyaltyBookingJob(booking: Pick<LoyaltyBooking, 'bookDue'>): JobKind {
  return {
    kind: LOYALTY_BOOKING,
    async run(context: JobContext): Promise<object> {
      const { failures, ...result } = await booking.bookDue(new Date().toISOString(), {
        signal: context.signal,
        onProgress: ({ customers }) => context.progress({ done: customers, unit: 'customers', message: 'booking' }),
      });
      return { ...result, failed: failures.length, failures: failures.slice(0, FAILURES_SHOWN) };
    },
  };
}
