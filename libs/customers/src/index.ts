export * from './customers-domain.js';
export * from './events/index.js';
export * from './projections/customer-knowledge.js';
export * from './projections/profile.js';
export * from './projections/profile-row.js';
export * from './projections/provenance.js';
export * from './rules/consents.js';
