import type { Check } from './evidence.js';

/** Every acknowledged event is in the log, once, in its stream, at the place that was said. */
export const acknowledgedOnce: Check = ({ history, log }) => {
  const times = new Map<string, number>();
  for (const { id } of log) times.set(id, (times.get(id) ?? 0) + 1);
  const events = new Map(log.map((event) => [event.id, event]));
  return history.acknowledged.flatMap(({ fact, eventId, stream, acknowledgements }) => {
    const wrong: string[] = [];
    for (const { eventIds, revision, position } of acknowledgements) {
      if (eventIds[0] !== eventId) wrong.push(`${fact.key} was acknowledged as ${eventIds.join()}, not ${eventId}`);
      eventIds.forEach((id, index) => {
        const event = events.get(id);
        const behind = eventIds.length - 1 - index;
        if (times.get(id) !== 1) wrong.push(`event ${id} of ${fact.key} is in the log ${times.get(id) ?? 0} times`);
        else if (event!.stream !== stream) wrong.push(`event ${id} of ${fact.key} is in ${event!.stream}`);
        else if (event!.revision !== revision - behind || event!.position !== BigInt(position) - BigInt(behind)) {
          wrong.push(`event ${id} of ${fact.key} is at ${event!.revision}, ${event!.position}, not where it was said`);
        }
      });
    }
    return [...new Set(wrong)];
  });
};
