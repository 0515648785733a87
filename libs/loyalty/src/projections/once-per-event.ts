import type { RecordedEvent } from '#kernel';

/**
 * The same answer, worked out once for each event: tables ask about an event again for each of its rows, and a movement
 * can touch very many lots.
 */
export function oncePerEvent<Answer extends object>(
  workOut: (event: RecordedEvent) => Answer,
): (event: RecordedEvent) => Answer {
  const answers = new WeakMap<RecordedEvent, Answer>();
  return (event) => {
    const known = answers.get(event);
    if (known) return known;
    const answer = workOut(event);
    answers.set(event, answer);
    return answer;
  };
}
