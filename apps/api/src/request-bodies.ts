import { BadRequestException, UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  EVENTS_ROUTE,
  IMPORTS_ROUTE,
  LINES_TYPE,
  MAPPING_LIMIT_BYTES,
  MAPPINGS_ROUTE,
  UPLOAD_TYPES,
  YAML_TYPE,
} from '#intake/http';
import { ValidationFailed } from '#kernel';

/** Bytes of one typed command at most. */
const COMMAND_LIMIT_BYTES = 2 * 1_048_576;
/** Bytes of a batch of CloudEvents at most; a stream of lines has no limit but that of a line. */
export const BATCH_LIMIT_BYTES = 32 * 1_048_576;

const COMMAND_TYPE = 'application/json';
const EVENT_TYPES = ['application/cloudevents+json', 'application/cloudevents-batch+json'];

/** A form of a web page of anywhere can send this without asking, which it cannot with the others. */
const TYPE_OF_FORMS = 'text/plain';

/** What routes take that do not take typed commands. */
const TAKEN: Readonly<Record<string, readonly string[]>> = {
  [EVENTS_ROUTE]: [COMMAND_TYPE, ...EVENT_TYPES, LINES_TYPE],
  [IMPORTS_ROUTE]: UPLOAD_TYPES,
  [MAPPINGS_ROUTE]: [YAML_TYPE],
};

/**
 * What the service takes as bodies: JSON everywhere; where events are recorded also CloudEvents, single and batched as
 * JSON, and streamed as lines that are read as they come; files where they are imported, read as they come as well.
 * Nothing else, so that no web page can post a form here.
 */
export function acceptBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  const json = { parseAs: 'buffer' } as const;
  fastify.addContentTypeParser(COMMAND_TYPE, { ...json, bodyLimit: COMMAND_LIMIT_BYTES }, parseJson);
  for (const type of EVENT_TYPES) {
    fastify.addContentTypeParser(type, { ...json, bodyLimit: BATCH_LIMIT_BYTES }, parseJson);
  }
  fastify.addContentTypeParser(YAML_TYPE, { ...json, bodyLimit: MAPPING_LIMIT_BYTES }, parseText);
  for (const type of new Set([LINES_TYPE, ...UPLOAD_TYPES])) {
    fastify.addContentTypeParser(type, (_request, payload, done) => done(null, payload));
  }
  fastify.addHook('onRequest', (request, _reply, done) => done(refusalOf(request)));
}

function refusalOf({ headers, is404, routeOptions }: FastifyRequest): Error | undefined {
  const { 'content-type': type, 'content-encoding': encoding, origin } = headers;
  if (is404) return undefined;
  if (encoding !== undefined && encoding !== 'identity') {
    return new UnsupportedMediaTypeException(`bodies are taken as they are, not in the encoding ${encoding}`);
  }
  if (type === undefined) return undefined;
  const taken = TAKEN[routeOptions.url ?? ''] ?? [COMMAND_TYPE];
  const mediaType = mediaTypeOf(type);
  if (!taken.includes(mediaType)) {
    return new UnsupportedMediaTypeException(`this takes ${taken.join(', ')}, not ${type}`);
  }
  if (mediaType === TYPE_OF_FORMS && origin !== undefined) {
    return new UnsupportedMediaTypeException(`web pages send files as ${taken.filter(isNoForm).join(', ')}`);
  }
  return undefined;
}

function isNoForm(type: string): boolean {
  return type !== TYPE_OF_FORMS;
}

function mediaTypeOf(contentType: string): string {
  return contentType.split(';', 1)[0]!.trim().toLowerCase();
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

type Done = (error: Error | null, body?: unknown) => void;

function parseText(_request: FastifyRequest, bytes: Buffer, done: Done): void {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return done(new ValidationFailed([{ field: '', rule: 'encoding', message: 'must be UTF-8 text' }]));
  }
  done(null, text);
}

/** Names such as `__proto__` come out as fields like any other, which the checks of the body then refuse. */
function parseJson(request: FastifyRequest, bytes: Buffer, done: Done): void {
  parseText(request, bytes, (refusal, text) => {
    if (refusal) return done(refusal);
    try {
      done(null, JSON.parse(text as string));
    } catch (error) {
      done(new BadRequestException(`the body is not JSON: ${(error as Error).message}`));
    }
  });
}
