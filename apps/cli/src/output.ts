/** Where a command's answer goes: one JSON document on stdout, or text for people. */
export interface Output {
  /** `document` when JSON was asked for, else the text made of it. */
  answer<T>(document: T, text: (document: T) => string): void;
}

export function outputTo(stdout: NodeJS.WritableStream, { json }: { json: boolean }): Output {
  return {
    answer: (document, text) => void stdout.write(`${json ? JSON.stringify(document) : text(document)}\n`),
  };
}

/** Columns of text, each as wide as its widest cell. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A person's lines: progress and remarks, on stderr. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
