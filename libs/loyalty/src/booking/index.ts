export * from './loyalty-booking.js';
export * from './loyalty-booking-job.js';
export * from './transfer-receipts.js';
