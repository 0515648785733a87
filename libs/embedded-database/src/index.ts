export { EmbeddedDatabase, type AcquireOptions } from './embedded-database.js';
export { EmbeddedDatabaseFailed } from './embedded-database-failed.js';
