export * from './entity-of.js';
export * from './moment.js';
export * from './read-models.js';
export * from './where-known.js';
export * from './page.js';
export * from './period.js';
