import type { EventFilter } from './event-filter.js';
import type { streams } from './messages.js';
import type { NodeContext } from './node-context.js';
import { anyOf, caughtUp, checkpoint, confirmation, eventMessage, type ReadCall, send } from './read-messages.js';
import { invalidPosition } from './refusals.js';

/** After so many events that the filter leaves out, it is told how far the search has come. */
const CHECKPOINT_EVENTS = 32;

/** All behind a position, then what comes: confirmation, events, checkpoints, and that it has caught up. */
export async function subscribe(
  node: NodeContext,
  call: ReadCall,
  options: streams.ReadReq.Options,
  filter: EventFilter,
): Promise<void> {
  const { log } = node;
  const asked = options.getAll()?.getPosition();
  const position = asked && BigInt(asked.getCommitPosition());
  if (position !== undefined && !log.hasAt(position)) {
    call.emit('error', invalidPosition(position));
    return;
  }
  node.subscriptions.add(call);
  call.on('close', () => node.subscriptions.delete(call));
  const twice = node.faults.take('answer-twice');
  let place = position === undefined ? (options.getAll()?.hasEnd() ? log.events.length : 0) : log.placeOf(position) + 1;
  let passedOver = 0;
  let isLive = false;
  if (!(await send(call, confirmation()))) return;
  while (!call.cancelled) {
    const event = log.events[place];
    if (!event) {
      if (!isLive && !(await send(call, caughtUp()))) return;
      isLive = true;
      await anyOf([log.written, 'event'], [call, 'cancelled'], [call, 'close']);
      continue;
    }
    place += 1;
    if (node.silenced.has(call)) continue;
    if (!filter(event)) {
      passedOver += 1;
      if (passedOver % CHECKPOINT_EVENTS === 0 && !(await send(call, checkpoint(event.commit)))) return;
      continue;
    }
    for (let times = twice ? 2 : 1; times > 0; times -= 1) {
      if (!(await send(call, eventMessage(event)))) return;
    }
  }
}
