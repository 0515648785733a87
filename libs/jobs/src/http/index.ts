export { JobIdPipe } from './job-id.pipe.js';
export { JOB_SCHEMA } from './job-schema.js';
export * from './jobs.module.js';
