import { CommentAdded } from './comment-added.js';
import { ConsentGiven } from './consent-given.js';
import { ConsentWithdrawn } from './consent-withdrawn.js';
import { ContactPointAdded } from './contact-point-added.js';
import { ContactPointRetired } from './contact-point-retired.js';
import { ContactPointVerified } from './contact-point-verified.js';
import { CustomerDetailsChanged } from './customer-details-changed.js';
import { CustomerRegistered } from './customer-registered.js';
import { FactRecorded } from './fact-recorded.js';
import { NoteAdded } from './note-added.js';
import { OwnerAssigned } from './owner-assigned.js';
import { PurchaseMotiveRecorded } from './purchase-motive-recorded.js';
import { RelatedPersonRecorded } from './related-person-recorded.js';
import { RelationshipModeSet } from './relationship-mode-set.js';

export * from './comment-added.js';
export * from './consent-given.js';
export * from './consent-statement.js';
export * from './consent-withdrawn.js';
export * from './contact-point.js';
export * from './contact-point-added.js';
export * from './contact-point-retired.js';
export * from './contact-point-verified.js';
export * from './customer-details.js';
export * from './customer-details-changed.js';
export * from './customer-registered.js';
export * from './fact-recorded.js';
export * from './note-added.js';
export * from './owner-assigned.js';
export * from './purchase-motive-recorded.js';
export * from './related-person-recorded.js';
export * from './relationship-mode-set.js';

/** Every fact about who the customer is, and what is known and agreed. */
export const customerFacts = [
  CustomerRegistered,
  CustomerDetailsChanged,
  ContactPointAdded,
  ContactPointVerified,
  ContactPointRetired,
  FactRecorded,
  RelatedPersonRecorded,
  PurchaseMotiveRecorded,
  RelationshipModeSet,
  ConsentGiven,
  ConsentWithdrawn,
  OwnerAssigned,
  NoteAdded,
  CommentAdded,
] as const;
