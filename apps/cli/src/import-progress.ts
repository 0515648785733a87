import type { ImportProgress } from '#intake';

/** `42 % · 123,456 rows · 24,000 events/s · 3 rejected · 12 s left` */
export function progressText(progress: ImportProgress): string {
  const { rows, bytes, totalBytes, stored, duplicates, rejected, elapsedMs } = progress;
  const share = totalBytes > 0 ? bytes / totalBytes : 1;
  const perSecond = (stored + duplicates) / Math.max(elapsedMs / 1_000, 0.001);
  const leftSeconds = share > 0 ? (elapsedMs / 1_000) * (1 / share - 1) : undefined;
  return [
    `${Math.floor(share * 100)} %`,
    `${rows.toLocaleString('en')} rows`,
    `${Math.round(perSecond).toLocaleString('en')} events/s`,
    `${rejected.toLocaleString('en')} rejected`,
    ...(leftSeconds === undefined ? [] : [`${Math.ceil(leftSeconds)} s left`]),
  ].join(' · ');
}
