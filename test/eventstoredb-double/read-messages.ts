import type { EventEmitter } from 'node:events';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { DoubleEvent } from './double-log.js';
import { identifierOf, shared, streams, uuidOf } from './messages.js';

export type ReadCall = ServerWritableStream<streams.ReadReq, streams.ReadResp>;

/** What servers before 22.6 said of positions that they did not know. */
const NOT_KNOWN = 0xffff_ffff_ffff_ffffn;

/** Waits for the reader when the network is full; false when he has left. */
export async function send(call: ReadCall, message: streams.ReadResp): Promise<boolean> {
  if (call.cancelled) return false;
  if (call.write(message)) return true;
  await anyOf([call, 'drain'], [call, 'cancelled'], [call, 'close']);
  return !call.cancelled;
}

/** Until one of these happens. Nobody goes on listening. */
export function anyOf(...happenings: [EventEmitter, string][]): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      for (const [emitter, name] of happenings) emitter.off(name, done);
      resolve();
    };
    for (const [emitter, name] of happenings) emitter.once(name, done);
  });
}

export function eventMessage(event: DoubleEvent, withoutPosition = false): streams.ReadResp {
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(uuidOf(event.id));
  recorded.setStreamIdentifier(identifierOf(event.stream));
  recorded.setStreamRevision(String(event.revision));
  recorded.setCommitPosition(String(withoutPosition ? NOT_KNOWN : event.commit));
  recorded.setPreparePosition(String(withoutPosition ? NOT_KNOWN : event.prepare));
  recorded.getMetadataMap().set('type', event.type);
  recorded.getMetadataMap().set('content-type', event.contentType);
  recorded.getMetadataMap().set('created', '638400000000000000');
  recorded.setData(Uint8Array.from(event.data));
  recorded.setCustomMetadata(Uint8Array.from(event.metadata));
  const read = new streams.ReadResp.ReadEvent();
  read.setEvent(recorded);
  if (withoutPosition) read.setNoPosition(new shared.Empty());
  else read.setCommitPosition(String(event.commit));
  const message = new streams.ReadResp();
  message.setEvent(read);
  return message;
}

/** A sign of life that says: you have seen all up to here. It can be wrong. */
export function checkpoint(position: bigint): streams.ReadResp {
  const place = new streams.ReadResp.Checkpoint();
  place.setCommitPosition(String(position));
  place.setPreparePosition(String(position));
  const message = new streams.ReadResp();
  message.setCheckpoint(place);
  return message;
}

export function confirmation(): streams.ReadResp {
  const confirmed = new streams.ReadResp.SubscriptionConfirmation();
  confirmed.setSubscriptionId(crypto.randomUUID());
  const message = new streams.ReadResp();
  message.setConfirmation(confirmed);
  return message;
}

export function caughtUp(): streams.ReadResp {
  const message = new streams.ReadResp();
  message.setCaughtUp(new streams.ReadResp.CaughtUp());
  return message;
}
