import type { Imports, Recorder } from '#intake';
import { type JobKind, jobPruning } from '#jobs';
import type { WorkDatabase } from '#work';
import { LoyaltyBooking, loyaltyBookingJob } from '#loyalty/booking';
import type { Rebuilds } from '#projections';
import type { ReadModels } from '#projections/read-models';

/** Every kind of job of this ledger. */
export function jobKinds(
  database: WorkDatabase,
  { imports, rebuilds }: { imports: Imports; rebuilds: Rebuilds },
  { readModels, recorder }: { readModels: ReadModels; recorder: Recorder },
): readonly JobKind[] {
  const kinds = [imports.kind, rebuilds.kind, loyaltyBookingJob(new LoyaltyBooking(readModels, recorder))];
  return [...kinds, jobPruning(database, kinds)];
}
