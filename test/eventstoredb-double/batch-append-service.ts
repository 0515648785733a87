import anyMessage from 'google-protobuf/google/protobuf/any_pb.js';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import { proposedEventOf, sizeOf } from './append-service.js';
import type { AppendVerdict, Expected, ProposedEvent } from './double-log.js';
import { idOf, nameOf, shared, status, streams, uuidOf } from './messages.js';
import { type NodeContext, refusalOf } from './node-context.js';

type Call = ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>;

interface OpenBatch {
  options: streams.BatchAppendReq.Options;
  events: ProposedEvent[];
}

/** BatchAppend: many appends over one call, each in one or more messages, told apart by their correlation ids. */
export function batchAppend(node: NodeContext, call: Call): void {
  const refusal = refusalOf(node, call.metadata);
  if (refusal) {
    call.emit('error', refusal);
    return;
  }
  const open = new Map<string, OpenBatch>();
  call.on('data', (message: streams.BatchAppendReq) => {
    const id = idOf(message.getCorrelationId());
    const batch = open.get(id) ?? { options: message.getOptions() ?? new streams.BatchAppendReq.Options(), events: [] };
    open.set(id, batch);
    batch.events.push(...message.getProposedMessagesList().map(proposedEventOf));
    if (!message.getIsFinal()) return;
    open.delete(id);
    void finish(node, call, id, batch);
  });
  call.on('end', () => call.end());
}

async function finish(node: NodeContext, call: Call, id: string, { options, events }: OpenBatch): Promise<void> {
  const stream = nameOf(options.getStreamIdentifier());
  if (node.faults.take('cut-before-write')) return node.cutConnections();
  const isTooLarge = sizeOf(events) > node.maxAppendSize;
  const verdict = isTooLarge ? undefined : node.log.append(stream, expectedOf(options), events);
  if (node.faults.take('cut-after-write')) return node.cutConnections();
  await node.faults.delayIfDue();
  const answer = new streams.BatchAppendResp();
  answer.setCorrelationId(uuidOf(id));
  answer.setStreamIdentifier(options.getStreamIdentifier());
  if (verdict && 'position' in verdict) answer.setSuccess(successOf(verdict));
  else answer.setError(errorOf(verdict, node.maxAppendSize));
  call.write(answer);
  if (node.faults.take('answer-twice')) call.write(answer);
}

function expectedOf(options: streams.BatchAppendReq.Options): Expected {
  if (options.hasStreamPosition()) return Number(options.getStreamPosition());
  if (options.hasNoStream()) return 'none';
  return options.hasStreamExists() ? 'exists' : 'any';
}

function successOf(verdict: { revision: number; position: bigint }): streams.BatchAppendResp.Success {
  const position = new shared.AllStreamPosition();
  position.setCommitPosition(String(verdict.position));
  position.setPreparePosition(String(verdict.position));
  const success = new streams.BatchAppendResp.Success();
  success.setCurrentRevision(String(verdict.revision));
  success.setPosition(position);
  return success;
}

function errorOf(verdict: AppendVerdict | undefined, maxAppendSize: number): status.Status {
  const details = new anyMessage.Any();
  const [name, message] = detailOf(verdict, maxAppendSize);
  details.pack(message.serializeBinary(), `event_store.client.${name}`);
  const error = new status.Status();
  error.setMessage(name);
  error.setDetails(details);
  return error;
}

function detailOf(verdict: AppendVerdict | undefined, maxAppendSize: number) {
  if (!verdict) {
    const tooLarge = new shared.MaximumAppendSizeExceeded();
    tooLarge.setMaxappendsize(maxAppendSize);
    return ['MaximumAppendSizeExceeded', tooLarge] as const;
  }
  if (verdict.kind !== 'wrong-version') return ['StreamDeleted', new shared.StreamDeleted()] as const;
  const wrong = new shared.WrongExpectedVersion();
  if (typeof verdict.actual === 'number') wrong.setCurrentStreamRevision(String(verdict.actual));
  return ['WrongExpectedVersion', wrong] as const;
}
