import type { DoubleEvent } from './double-log.js';
import { type EventFilter, filterOf } from './event-filter.js';
import { identifierOf, nameOf, streams } from './messages.js';
import { type NodeContext, refusalOf } from './node-context.js';
import { eventMessage, type ReadCall, send } from './read-messages.js';
import { invalidPosition, streamDeleted } from './refusals.js';
import { subscribe } from './subscription.js';

const BACKWARDS = streams.ReadReq.Options.ReadDirection.BACKWARDS;

/** Read: a stream, or the log through a filter, both ways; or a subscription to the log. */
export async function read(node: NodeContext, call: ReadCall): Promise<void> {
  const refusal = refusalOf(node, call.metadata);
  const options = call.request.getOptions();
  if (refusal || !options) {
    call.emit('error', refusal);
    return;
  }
  const filter = filterOf(options.getFilter());
  if (options.hasSubscription()) return subscribe(node, call, options, filter);
  const count = Number(options.getCount());
  if (options.hasStream()) return readStream(node, call, options, count);
  return readLog(node, call, options, filter, count);
}

async function readStream(
  node: NodeContext,
  call: ReadCall,
  options: streams.ReadReq.Options,
  count: number,
): Promise<void> {
  const wanted = options.getStream()!;
  const name = nameOf(wanted.getStreamIdentifier());
  if (node.log.isDeleted(name)) {
    call.emit('error', streamDeleted(name));
    return;
  }
  const events = node.log.streamOf(name);
  if (events.length === 0) {
    const notFound = new streams.ReadResp.StreamNotFound();
    notFound.setStreamIdentifier(identifierOf(name));
    const message = new streams.ReadResp();
    message.setStreamNotFound(notFound);
    call.write(message);
    call.end();
    return;
  }
  const backwards = options.getReadDirection() === BACKWARDS;
  const end = wanted.hasEnd() ? events.length - 1 : 0;
  const from = wanted.hasRevision() ? Number(wanted.getRevision()) : end;
  const chosen = backwards
    ? events.slice(Math.max(0, from + 1 - count), from + 1).reverse()
    : events.slice(from, from + count);
  await sendAll(node, call, chosen, node.faults.take('no-position'));
}

async function readLog(
  node: NodeContext,
  call: ReadCall,
  options: streams.ReadReq.Options,
  filter: EventFilter,
  count: number,
): Promise<void> {
  const { log } = node;
  const all = options.getAll()!;
  const backwards = options.getReadDirection() === BACKWARDS;
  const asked = all.getPosition();
  const position = asked && BigInt(asked.getCommitPosition());
  if (position !== undefined && !log.hasAt(position)) {
    call.emit('error', invalidPosition(position));
    return;
  }
  const end = all.hasEnd() ? log.events.length : 0;
  // Forwards the event at the position is the first one, backwards the one before it.
  let place = position === undefined ? end : log.placeOf(position);
  const chosen: DoubleEvent[] = [];
  for (; chosen.length < count; place += backwards ? -1 : 1) {
    const event = log.events[backwards ? place - 1 : place];
    if (!event) break;
    if (filter(event)) chosen.push(event);
  }
  await sendAll(node, call, chosen, false);
}

async function sendAll(
  node: NodeContext,
  call: ReadCall,
  events: readonly DoubleEvent[],
  withoutPositions: boolean,
): Promise<void> {
  const twice = node.faults.take('answer-twice');
  const cutAt = node.faults.take('cut-while-reading') ? Math.floor(events.length / 2) : -1;
  for (const [n, event] of events.entries()) {
    if (n === cutAt) return node.cutConnections();
    for (let times = twice ? 2 : 1; times > 0; times -= 1) {
      if (!(await send(call, eventMessage(event, withoutPositions)))) return;
    }
  }
  call.end();
}
