/** Advisory lock of the read-model database: a constant drawn at random, so that no other program uses it. */
export const MIGRATION_LOCK = 7_402_118_356_022n;
