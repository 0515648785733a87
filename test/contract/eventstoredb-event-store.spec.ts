import { eventStoreContract } from './event-store-contract.js';
import { eventStoreDbEngine, realServerUrl } from './eventstoredb-log.js';

eventStoreContract(
  realServerUrl() === undefined ? 'the protocol double of EventStoreDB' : 'EventStoreDB',
  eventStoreDbEngine,
);
