import type { StoredEvent } from '../../port/stored-event.js';
import { isSystemType, type LedgerStreams } from '../ledger-streams.js';
import { portPosition } from './log-position.js';
import type { ReadResp } from './messages.js';

/** What a message of a reading brings: an event of the ledger, or one that is not the ledger's. */
export type Received = { event: StoredEvent } | { passed: bigint };

export function positionOf(received: Received): bigint {
  return 'passed' in received ? received.passed : received.event.position;
}

/**
 * Reads a message; undefined when there is no event in it. An event that the filter on the server could not leave out is `passed`, with its position.
 * Throws PositionsUnusable for an event of the ledger whose position cannot be the port's.
 */
export function receivedFrom(message: ReadResp, streams: LedgerStreams): Received | undefined {
  const recorded = message.getEvent()?.getEvent();
  if (!recorded) return undefined;
  const type = recorded.getMetadataMap().get('type') ?? '';
  const name = bufferOf(recorded.getStreamIdentifier()!.getStreamName_asU8()).toString('utf8');
  const stream = streams.inLedger(name);
  const position = { commit: BigInt(recorded.getCommitPosition()), prepare: BigInt(recorded.getPreparePosition()) };
  if (stream === undefined || isSystemType(type)) return { passed: position.commit };
  const revision = Number(recorded.getStreamRevision());
  return {
    event: {
      id: recorded.getId()!.getString(),
      type,
      stream,
      revision,
      position: portPosition(position, stream, revision),
      data: bufferOf(recorded.getData_asU8()),
      metadata: bufferOf(recorded.getCustomMetadata_asU8()),
    },
  };
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
