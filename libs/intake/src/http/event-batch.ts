import type { CloudEventReader } from '../cloud-events/cloud-event-reader.js';
import type { FactToRecord } from '../recording/fact-to-record.js';
import type { Recorder } from '../recording/recorder.js';
import { type ItemAnswer, itemAnswer, rejection } from './item-answer.js';

/** Records the CloudEvents of a batch, each on its own: answers stand at the places of their items. */
export async function recordEach(
  reader: CloudEventReader,
  recorder: Recorder,
  items: readonly (() => unknown)[],
): Promise<ItemAnswer[]> {
  const answers = new Array<ItemAnswer>(items.length);
  const facts: FactToRecord[] = [];
  const places: number[] = [];
  items.forEach((item, place) => {
    try {
      facts.push(reader.read(item()));
      places.push(place);
    } catch (error) {
      answers[place] = rejection(error);
    }
  });
  const outcomes = await recorder.recordMany(facts);
  outcomes.forEach((outcome, at) => (answers[places[at]!] = itemAnswer(outcome)));
  return answers;
}

/** How many items met which end. */
export function countAnswers(answers: readonly ItemAnswer[]): { stored: number; duplicates: number; rejected: number } {
  const count = (status: ItemAnswer['status']) => answers.filter((answer) => answer.status === status).length;
  return { stored: count('stored'), duplicates: count('duplicate'), rejected: count('rejected') };
}
