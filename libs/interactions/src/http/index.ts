export * from '../interactions.module.js';
