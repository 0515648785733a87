import { ContactPointAdded } from './contact-point-added.js';
import { CustomerDetailsChanged } from './customer-details-changed.js';
import { CustomerRegistered } from './customer-registered.js';
import { NoteAdded } from './note-added.js';

export * from './contact-point.js';
export * from './contact-point-added.js';
export * from './customer-details.js';
export * from './customer-details-changed.js';
export * from './customer-registered.js';
export * from './note-added.js';

/** Every fact about who the customer is. */
export const customerFacts = [CustomerRegistered, CustomerDetailsChanged, ContactPointAdded, NoteAdded] as const;
