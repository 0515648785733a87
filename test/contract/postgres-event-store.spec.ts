import { eventStoreContract } from './event-store-contract.js';
import { postgresEngine } from './postgres-log.js';

eventStoreContract('PostgreSQL', postgresEngine);
