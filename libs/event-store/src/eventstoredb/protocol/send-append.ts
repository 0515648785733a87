import type { NewEvent } from '../../port/stored-event.js';
import type { ActualRevision } from '../../port/expected-revision.js';
import type { ServerConnection } from '../connection/server-connection.js';
import { AppendReq, Empty, StreamIdentifier, UUID } from './messages.js';

/** The events are in the stream, written now or by an earlier sending; or the stream is at another revision. */
export type AppendVerdict = { stored: true } | { stored: false; actual: ActualRevision };

const { Options, ProposedMessage } = AppendReq;

/**
 * Appends with an exact expected revision: only so does the server know again what it was sent before. The call is given
 * up when it is not answered in time, and may then be made again.
 */
export function sendAppend(
  connection: ServerConnection,
  nameOnServer: string,
  expected: ActualRevision,
  events: readonly NewEvent[],
): Promise<AppendVerdict> {
  return connection.call(
    (stub, args) =>
      new Promise((resolve, reject) => {
        const call = stub.append(...args, (error, answer) => {
          if (error) return reject(error);
          const wrong = answer.getWrongExpectedVersion();
          if (!wrong) return resolve({ stored: true });
          resolve({ stored: false, actual: wrong.hasCurrentRevision() ? Number(wrong.getCurrentRevision()) : 'none' });
        });
        // The answer tells it as well.
        call.on('error', () => undefined);
        call.write(headerOf(nameOnServer, expected));
        for (const event of events) call.write(proposed(event));
        call.end();
      }),
  );
}

function headerOf(nameOnServer: string, expected: ActualRevision): AppendReq {
  const identifier = new StreamIdentifier();
  identifier.setStreamName(Uint8Array.from(Buffer.from(nameOnServer, 'utf8')));
  const options = new Options();
  options.setStreamIdentifier(identifier);
  if (expected === 'none') options.setNoStream(new Empty());
  else options.setRevision(String(expected));
  const request = new AppendReq();
  request.setOptions(options);
  return request;
}

function proposed({ id, type, data, metadata }: NewEvent): AppendReq {
  const uuid = new UUID();
  uuid.setString(id);
  const message = new ProposedMessage();
  message.setId(uuid);
  message.getMetadataMap().set('type', type);
  message.getMetadataMap().set('content-type', isJson(data) ? 'application/json' : 'application/octet-stream');
  message.setData(Uint8Array.from(data));
  message.setCustomMetadata(Uint8Array.from(metadata));
  const request = new AppendReq();
  request.setProposedMessage(message);
  return request;
}

/** The server's own tools show, and its projections read, what is called JSON; the bytes are the same either way. */
function isJson(data: Buffer): boolean {
  if (data[0] !== 0x7b) return false;
  try {
    JSON.parse(data.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}
