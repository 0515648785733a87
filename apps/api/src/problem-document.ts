import { HttpException } from '@nestjs/common';
import { isLostConnection } from '#event-store';
import { RapportError, Unavailable, type Violation } from '#kernel';

/** RFC 9457 problem document. */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance?: string;
  /** The fields at fault and the rules they break. */
  errors?: readonly Violation[];
  [extension: string]: unknown;
}

interface ProblemKind {
  status: number;
  title: string;
}

/** What each of Rapport's error codes means over HTTP: the one place that says so. */
const KINDS: Record<string, ProblemKind> = {
  'validation-failed': { status: 400, title: 'The input does not have the required form' },
  'rule-violated': { status: 422, title: 'The customer’s history does not allow this' },
  'not-found': { status: 404, title: 'Not in the ledger' },
  'revision-conflict': { status: 409, title: 'The stream has moved on' },
  'event-not-parked': { status: 409, title: 'The event is not parked' },
  'rebuild-under-way': { status: 409, title: 'Read models are being rebuilt' },
  'projection-version-differs': { status: 409, title: 'The tables are of another version' },
  'idempotency-conflict': { status: 422, title: 'The same key was used for something else' },
  'event-too-large': { status: 413, title: 'The event is too large' },
  'stream-deleted': { status: 410, title: 'The stream has been deleted in the event log' },
  'log-access-denied': { status: 500, title: 'The event log does not let the server in' },
  'positions-unusable': { status: 500, title: 'The event log cannot carry a ledger' },
  'upload-too-large': { status: 413, title: 'The file is too large' },
  'mapping-invalid': { status: 422, title: 'The mapping cannot be used' },
  'nothing-to-revert': { status: 409, title: 'There is nothing to bring back' },
  unavailable: { status: 503, title: 'Not available at the moment' },
  overloaded: { status: 503, title: 'The service has more to do than it can' },
  'too-many-requests': { status: 429, title: 'More than one caller may have at once' },
};

const UNEXPECTED: ProblemKind = { status: 500, title: 'An error of the server' };

/** The problem document of any error. What is not meant for the caller stays out of it. */
export function problemDocumentOf(error: unknown): ProblemDocument {
  if (error instanceof RapportError) return ofRapportError(error);
  // Reads go to the database without the log's patience: what they throw when it is away comes as the driver made it.
  if (isLostConnection(error)) return ofRapportError(new Unavailable('the database cannot be reached'));
  const status = statusOf(error);
  if (status !== undefined && status < 500) return clientProblem(status, (error as Error).message);
  return document('unexpected', UNEXPECTED, 'the server’s log has the details under this request’s correlation id');
}

/** Seconds after which the caller may try again, where that is known. */
export function retryAfterSecondsOf(error: unknown): number | undefined {
  if (error instanceof RapportError) {
    const seconds = error.details['retryAfterSeconds'];
    return typeof seconds === 'number' ? seconds : undefined;
  }
  return isLostConnection(error) ? 1 : undefined;
}

function ofRapportError(error: RapportError): ProblemDocument {
  const kind = KINDS[error.code] ?? UNEXPECTED;
  const errors = error.violations;
  return {
    ...document(error.code, kind, error.message),
    ...error.details,
    ...(errors.length > 0 ? { errors } : {}),
  };
}

/** The problem document of a request that HTTP itself refuses. */
export function clientProblem(status: number, detail: string): ProblemDocument {
  const kind = { status, title: CLIENT_ERROR_TITLES[status] ?? 'The request cannot be taken' };
  return document(CLIENT_ERROR_CODES[status] ?? 'bad-request', kind, detail);
}

const CLIENT_ERROR_TITLES: Record<number, string> = {
  400: 'The request cannot be read',
  404: 'No such resource',
  405: 'The resource does not take this method',
  413: 'The request is too large',
  414: 'The address is too long',
  415: 'The content type is not taken here',
};

const CLIENT_ERROR_CODES: Record<number, string> = {
  400: 'unreadable-request',
  404: 'no-such-resource',
  405: 'method-not-allowed',
  413: 'request-too-large',
  414: 'address-too-long',
  415: 'unsupported-content-type',
};

function document(code: string, kind: ProblemKind, detail: string): ProblemDocument {
  return { type: `urn:rapport:problem:${code}`, title: kind.title, status: kind.status, code, detail };
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number') return error.statusCode;
  return undefined;
}
