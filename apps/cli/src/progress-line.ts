const PLAIN_EVERY_MS = 5_000;
const TERMINAL_EVERY_MS = 100;
const CLEAR_LINE = '\r\u001b[2K';

/** How far something is: one line rewritten in place on a terminal, plain lines now and then elsewhere. */
export interface ProgressLine {
  show(text: string): void;
  /** Before other lines are written, and at the end. */
  end(): void;
}

export function progressLine(to: NodeJS.WriteStream): ProgressLine {
  let shownAt = performance.now();
  let open = false;
  return {
    show(text) {
      const now = performance.now();
      if (now - shownAt < (to.isTTY ? TERMINAL_EVERY_MS : PLAIN_EVERY_MS)) return;
      shownAt = now;
      to.write(to.isTTY ? `${CLEAR_LINE}${text}` : `${text}\n`);
      open = to.isTTY;
    },
    end() {
      if (open) to.write('\n');
      open = false;
    },
  };
}
