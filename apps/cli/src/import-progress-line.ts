import type { ImportProgress } from '#intake';

const PLAIN_EVERY_MS = 5_000;
const TERMINAL_EVERY_MS = 100;
const CLEAR_LINE = '\r\u001b[2K';

/** Shows how far an import is: one line rewritten in place on a terminal, plain lines now and then elsewhere. */
export function importProgressLine(to: NodeJS.WriteStream): { show(progress: ImportProgress): void; end(): void } {
  let shownAt = performance.now();
  let open = false;
  return {
    show(progress) {
      const now = performance.now();
      if (now - shownAt < (to.isTTY ? TERMINAL_EVERY_MS : PLAIN_EVERY_MS)) return;
      shownAt = now;
      to.write(to.isTTY ? `${CLEAR_LINE}${progressText(progress)}` : `${progressText(progress)}\n`);
      open = to.isTTY;
    },
    end() {
      if (open) to.write('\n');
      open = false;
    },
  };
}

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
