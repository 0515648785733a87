import type { JobProgress } from '#jobs';

/** `42 % · 123,456 of 306,534 events · 24,000 events/s · loading, limited by folding, 12 s left` */
export function jobProgressText({ done, total, unit, ratePerSecond, message }: JobProgress): string {
  const count = (value: number): string => Math.round(value).toLocaleString('en');
  const share = total === undefined || total === 0 ? [] : [`${Math.floor((done / total) * 100)} %`];
  return [
    ...share,
    total === undefined ? `${count(done)} ${unit}` : `${count(done)} of ${count(total)} ${unit}`,
    ...(ratePerSecond === undefined ? [] : [`${count(ratePerSecond)} ${unit}/s`]),
    ...(message === undefined ? [] : [message]),
  ].join(' · ');
}
