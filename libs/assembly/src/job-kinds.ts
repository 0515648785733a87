import type { Imports, Recorder } from '#intake';
import { type JobKind, jobPruning } from '#jobs';
import type { WorkDatabase } from '#work';
import { LoyaltyBooking, loyaltyBookingJob } from '#loyalty';
import type { ReadModels } from '#projections';

/** Every kind of job of this ledger. */
export function jobKinds(
  database: WorkDatabase,
  imports: Imports,
  { readModels, recorder }: { readModels: ReadModels; recorder: Recorder },
): readonly JobKind[] {
  const kinds = [imports.kind, loyaltyBookingJob(new LoyaltyBooking(readModels, recorder))];
  return [...kinds, jobPruning(database, kinds)];
}
