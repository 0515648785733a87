/** Why a record breaks the rules of quoting. */
export interface QuotingError {
  rule: 'quote';
  message: string;
}

/** One record of separated values (RFC 4180), read line by line, because a quoted field may hold line breaks. */
export class CsvRecord {
  readonly fields: string[] = [];
  /** The text so far of a quoted field that has not ended yet. */
  private open: string | undefined;

  constructor(
    private readonly separator: string,
    private readonly quote: string,
  ) {}

  /** Reads the record's next line: `complete`, `open` when a quoted field goes on in the next one, or what is wrong. */
  take(line: string): 'complete' | 'open' | QuotingError {
    const { separator, quote } = this;
    let at = 0;
    for (;;) {
      if (this.open !== undefined || (quote !== '' && line.startsWith(quote, at))) {
        const end = this.takeQuoted(line, at);
        if (end < 0) return 'open';
        if (end === line.length) return 'complete';
        if (!line.startsWith(separator, end)) return misplaced(this.fields.length, 'is followed by more text');
        at = end + separator.length;
      } else {
        const end = line.indexOf(separator, at);
        const field = line.slice(at, end < 0 ? line.length : end);
        if (quote !== '' && field.includes(quote)) return misplaced(this.fields.length + 1, 'stands in unquoted text');
        this.fields.push(field);
        if (end < 0) return 'complete';
        at = end + separator.length;
      }
    }
  }

  /** Reads on in a quoted field; answers the place behind its closing quote, or -1 when the line ends before. */
  private takeQuoted(line: string, from: number): number {
    const { quote } = this;
    let text = this.open === undefined ? '' : `${this.open}\n`;
    let at = this.open === undefined ? from + quote.length : from;
    for (;;) {
      const close = line.indexOf(quote, at);
      if (close < 0) {
        this.open = text + line.slice(at);
        return -1;
      }
      const end = close + quote.length;
      if (!line.startsWith(quote, end)) {
        this.fields.push(text + line.slice(at, close));
        this.open = undefined;
        return end;
      }
      text += line.slice(at, end);
      at = end + quote.length;
    }
  }
}

function misplaced(field: number, where: string): QuotingError {
  return { rule: 'quote', message: `the quote of field ${field} ${where}` };
}
