import type { sendUnaryData, ServerReadableStream } from '@grpc/grpc-js';
import type { AppendVerdict, Expected, ProposedEvent } from './double-log.js';
import { bufferOf, idOf, nameOf, shared, streams } from './messages.js';
import { type NodeContext, refusalOf } from './node-context.js';
import { appendTooLarge, streamDeleted } from './refusals.js';

type Call = ServerReadableStream<streams.AppendReq, streams.AppendResp>;

/** Append: a header, the events, one answer. */
export async function append(
  node: NodeContext,
  call: Call,
  callback: sendUnaryData<streams.AppendResp>,
): Promise<void> {
  const refusal = refusalOf(node, call.metadata);
  if (refusal) return callback(refusal);
  let options: streams.AppendReq.Options | undefined;
  const events: ProposedEvent[] = [];
  for await (const message of call as AsyncIterable<streams.AppendReq>) {
    options ??= message.getOptions();
    const proposed = message.getProposedMessage();
    if (proposed) events.push(proposedEventOf(proposed));
  }
  // A call that is cut in the middle ends too: what has come of it is not written.
  if (!options || call.cancelled) return;
  const stream = nameOf(options.getStreamIdentifier());
  if (sizeOf(events) > node.maxAppendSize) return callback(appendTooLarge(node.maxAppendSize));
  if (node.faults.take('cut-before-write')) return node.cutConnections();
  const expected = expectedOf(options);
  const verdict = node.log.append(stream, expected, events);
  if (node.faults.take('cut-after-write')) return node.cutConnections();
  await node.faults.delayIfDue();
  if (verdict.kind === 'deleted') return callback(streamDeleted(stream));
  callback(null, answerOf(verdict, expected));
}

export function proposedEventOf(
  message: streams.AppendReq.ProposedMessage | streams.BatchAppendReq.ProposedMessage,
): ProposedEvent {
  return {
    id: idOf(message.getId()),
    type: message.getMetadataMap().get('type') ?? '',
    contentType: message.getMetadataMap().get('content-type') ?? '',
    data: bufferOf(message.getData_asU8()),
    metadata: bufferOf(message.getCustomMetadata_asU8()),
  };
}

/** As the server counts them: bodies, metadata, and the type in two bytes a character. */
export function sizeOf(events: readonly ProposedEvent[]): number {
  return events.reduce((sum, { type, data, metadata }) => sum + 2 * type.length + data.length + metadata.length, 0);
}

function expectedOf(options: streams.AppendReq.Options): Expected {
  if (options.hasRevision()) return Number(options.getRevision());
  if (options.hasNoStream()) return 'none';
  return options.hasStreamExists() ? 'exists' : 'any';
}

function answerOf(verdict: Exclude<AppendVerdict, { kind: 'deleted' }>, expected: Expected): streams.AppendResp {
  const answer = new streams.AppendResp();
  if (verdict.kind === 'wrong-version') {
    const wrong = new streams.AppendResp.WrongExpectedVersion();
    if (verdict.actual === 'none') wrong.setCurrentNoStream(new shared.Empty());
    else wrong.setCurrentRevision(String(verdict.actual));
    if (typeof expected === 'number') wrong.setExpectedRevision(String(expected));
    else if (expected === 'none') wrong.setExpectedNoStream(new shared.Empty());
    else if (expected === 'exists') wrong.setExpectedStreamExists(new shared.Empty());
    else wrong.setExpectedAny(new shared.Empty());
    answer.setWrongExpectedVersion(wrong);
    return answer;
  }
  const position = new streams.AppendResp.Position();
  position.setCommitPosition(String(verdict.position));
  position.setPreparePosition(String(verdict.position));
  const success = new streams.AppendResp.Success();
  success.setCurrentRevision(String(verdict.revision));
  success.setPosition(position);
  answer.setSuccess(success);
  return answer;
}
