export * from '../insight.module.js';
