export * from './contact-point-view.js';
export * from './get-history.query.js';
export * from './get-profile.query.js';
export * from './history-event.js';
export * from './profile-view.js';
