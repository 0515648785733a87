/** Advisory locks of the read-model database: constants drawn at random, so that no other program uses them. */
export const MIGRATION_LOCK = 7_402_118_356_022n;
/** Held by whoever skips an event, and by whoever takes down what is skipped for a rebuild. */
export const SKIP_LOCK = 7_402_118_356_027n;
