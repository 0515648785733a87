import { BadRequestException, UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { EVENTS_ROUTE, LINES_TYPE } from '#intake';
import { ValidationFailed } from '#kernel';

/** Bytes of one typed command at most. */
const COMMAND_LIMIT_BYTES = 2 * 1_048_576;
/** Bytes of a batch of CloudEvents at most; a stream of lines has no limit but that of a line. */
export const BATCH_LIMIT_BYTES = 32 * 1_048_576;

const COMMAND_TYPE = 'application/json';

/**
 * What the service takes as bodies: JSON everywhere; where events are recorded also CloudEvents, single and batched as
 * JSON, and streamed as lines that are read as they come. Nothing else, so that no web page can post a form here.
 */
export function acceptBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  const json = { parseAs: 'buffer' } as const;
  fastify.addContentTypeParser(COMMAND_TYPE, { ...json, bodyLimit: COMMAND_LIMIT_BYTES }, parseJson);
  for (const type of ['application/cloudevents+json', 'application/cloudevents-batch+json']) {
    fastify.addContentTypeParser(type, { ...json, bodyLimit: BATCH_LIMIT_BYTES }, parseJson);
  }
  fastify.addContentTypeParser(LINES_TYPE, (_request, payload, done) => done(null, payload));
  fastify.addHook('onRequest', (request, _reply, done) => done(refusalOf(request)));
}

function refusalOf({ headers, is404, routeOptions }: FastifyRequest): Error | undefined {
  const { 'content-type': type, 'content-encoding': encoding } = headers;
  if (is404) return undefined;
  if (encoding !== undefined && encoding !== 'identity') {
    return new UnsupportedMediaTypeException(`bodies are taken as they are, not in the encoding ${encoding}`);
  }
  if (type === undefined || routeOptions.url === EVENTS_ROUTE || mediaTypeOf(type) === COMMAND_TYPE) return undefined;
  return new UnsupportedMediaTypeException(`this takes ${COMMAND_TYPE}, not ${type}`);
}

function mediaTypeOf(contentType: string): string {
  return contentType.split(';', 1)[0]!.trim().toLowerCase();
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Names such as `__proto__` come out as fields like any other, which the checks of the body then refuse. */
function parseJson(_request: FastifyRequest, bytes: Buffer, done: (error: Error | null, body?: unknown) => void): void {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return done(new ValidationFailed([{ field: '', rule: 'encoding', message: 'must be UTF-8 text' }]));
  }
  try {
    done(null, JSON.parse(text));
  } catch (error) {
    done(new BadRequestException(`the body is not JSON: ${(error as Error).message}`));
  }
}
