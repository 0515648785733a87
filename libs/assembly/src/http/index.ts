export * from '../rapport.module.js';
export * from '../worker.module.js';
