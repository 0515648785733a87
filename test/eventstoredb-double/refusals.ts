import { Metadata, type ServiceError, status } from '@grpc/grpc-js';

function refusal(code: status, details: string, trailing: Record<string, string>): ServiceError {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(trailing)) metadata.set(key, value);
  return Object.assign(new Error(details), { code, details, metadata });
}

export function notLeader(leader: { host: string; port: number }): ServiceError {
  return refusal(status.NOT_FOUND, `Leader info available at ${leader.host}:${leader.port}`, {
    exception: 'not-leader',
    'leader-endpoint-host': leader.host,
    'leader-endpoint-port': String(leader.port),
  });
}

export function noLeader(): ServiceError {
  return refusal(status.UNKNOWN, 'No leader info available in response', {});
}

export function accessDenied(): ServiceError {
  return refusal(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });
}

export function streamDeleted(stream: string): ServiceError {
  return refusal(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });
}

export function appendTooLarge(maxAppendSize: number): ServiceError {
  return refusal(status.INVALID_ARGUMENT, `Maximum Append Size of ${maxAppendSize} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(maxAppendSize),
  });
}

export function invalidPosition(position: bigint): ServiceError {
  return refusal(status.UNKNOWN, `Log record at actual pos ${position} has no length that can be.`, {});
}
