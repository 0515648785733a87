import type { ClassOf } from '#kernel';

/** Points follow from purchases by the programme's rules; loyalty has no facts of its own yet. */
export const loyaltyFacts: readonly ClassOf[] = [];
