/**
 * Where a bench has its log: where EVENT_STORE_URL says, so that engines can be measured side by side, else in the
 * bench's own database. On EventStoreDB the log of a scratch database is a ledger named after it, which stays there; a
 * PostgreSQL log is used as it is, and should be an empty one.
 */
export function logUrlOf(databaseUrl: string): string {
  const url = process.env['EVENT_STORE_URL'];
  if (!url) return databaseUrl;
  if (url.startsWith('postgres') || /[?&]ledger=/.test(url)) return url;
  const name = new URL(databaseUrl).pathname.slice(1).replaceAll('_', '-');
  return `${url}${url.includes('?') ? '&' : '?'}ledger=bench-${name}`;
}
