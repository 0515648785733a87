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
  const all = options.getAll();
  const asked = all?.getPosition();
  const position = asked && BigInt(asked.getCommitPosition());
  if (position !== undefined && !node.log.hasAt(position)) {
    call.emit('error', invalidPosition(position));
    return;
  }
  const end = all?.hasEnd() ? node.log.events.length : 0;
  const place = position === undefined ? end : node.log.placeOf(position) + 1;
  node.subscriptions.add(call);
  call.on('close', () => node.subscriptions.delete(call));
  if (await send(call, confirmation())) await follow(node, call, filter, place);
}

/** From one event of the log to the next, until the subscriber leaves. */
async function follow({ log, faults, silenced, sent }: NodeContext, call: ReadCall, filter: EventFilter, from: number) {
  const times = faults.take('answer-twice') ? 2 : 1;
  let passedOver = 0;
  let isLive = false;
  for (let place = from; !call.cancelled; place += 1) {
    while (place >= log.events.length && !call.cancelled) {
      if (!isLive) {
        isLive = true;
        await send(call, caughtUp());
        continue;
      }
      await anyOf([log.written, 'event'], [call, 'cancelled'], [call, 'close']);
    }
    const event = log.events[place];
    if (!event || silenced.has(call)) continue;
    if (filter(event)) {
      for (let n = 0; n < times; n += 1) await send(call, eventMessage(event));
      sent.events += 1;
    } else {
      passedOver += 1;
      if (passedOver % CHECKPOINT_EVENTS === 0) await send(call, checkpoint(event.commit));
    }
  }
}
