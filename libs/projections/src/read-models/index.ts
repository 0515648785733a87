export * from './moment.js';
export * from './read-models.js';
