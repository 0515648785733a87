/** Seconds: what is full is emptied by the next commits; pressure is measured anew every second. */
export const RETRY_AFTER_SECONDS = { full: 1, pressure: 2 };
