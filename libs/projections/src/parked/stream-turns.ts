/** Streams that are mended in one transaction have about so many events together. */
const EVENTS_TO_A_TURN = 2_000;

/**
 * Streams by the transactions in which they take their turn: whoever derives the projection begins anew after each, so
 * that there should not be many, and stands still during each, so that none should be long.
 */
export function streamTurns(streams: readonly { stream: string; events: number }[]): string[][] {
  const turns: string[][] = [];
  let room = 0;
  for (const { stream, events } of streams) {
    if (events > room) {
      turns.push([]);
      room = EVENTS_TO_A_TURN;
    }
    turns.at(-1)!.push(stream);
    room -= events;
  }
  return turns;
}
