import { ValidationFailed } from '#kernel';
import type { CloudEventReader } from '../cloud-events/cloud-event-reader.js';
import type { Line } from '../lines/line.js';
import { readLines } from '../lines/read-lines.js';
import type { Recorder } from '../recording/recorder.js';
import { recordEach } from './event-batch.js';

/** Lines recorded in one step at most: it bounds what an interrupted stream leaves unanswered. */
const LINES_PER_STEP = 1_000;

/**
 * Records a stream of CloudEvents, one a line, and yields the answers as lines of JSON in the order of the input, each
 * with its line number. Blank lines are passed over. No more is read while an answer waits to be taken.
 */
export async function* recordLines(
  reader: CloudEventReader,
  recorder: Recorder,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<string> {
  for await (const batch of readLines(chunks)) {
    const lines = batch.filter(({ text, violation }) => violation !== undefined || text.trim() !== '');
    for (let from = 0; from < lines.length; from += LINES_PER_STEP) {
      const step = lines.slice(from, from + LINES_PER_STEP);
      const answers = await recordEach(
        reader,
        recorder,
        step.map((line) => () => parse(line)),
      );
      yield answers.map((answer, at) => `${JSON.stringify({ line: step[at]!.number, ...answer })}\n`).join('');
    }
  }
}

function parse({ text, violation }: Line): unknown {
  if (violation) throw new ValidationFailed([violation]);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ValidationFailed([{ field: '', rule: 'json', message: `is not JSON: ${(error as Error).message}` }]);
  }
}
