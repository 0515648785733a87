/** Advisory locks of the read-model database: constants drawn at random, so that no other program uses them. */
export const RUNNER_LOCK = 7_402_118_356_021n;
export const MIGRATION_LOCK = 7_402_118_356_022n;
