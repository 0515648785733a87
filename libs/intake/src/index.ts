export * from './cloud-events/cloud-event.js';
export * from './cloud-events/cloud-event-reader.js';
export * from './recording/fact-to-record.js';
export * from './recording/recorder.js';
export * from './lines/line.js';
export * from './lines/read-lines.js';
export * from './http/index.js';
