export * from '../service.module.js';
