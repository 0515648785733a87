import type { FastifyInstance } from 'fastify';

/** Bytes of a batch of CloudEvents at most; a stream of lines has no limit but that of a line. */
const BATCH_LIMIT_BYTES = 32 * 1_048_576;

/** Lets the service take CloudEvents: single and batched as JSON, streamed as lines that are read as they come. */
export function acceptCloudEvents(fastify: FastifyInstance): void {
  const parseJson = fastify.getDefaultJsonParser('error', 'error');
  for (const type of ['application/cloudevents+json', 'application/cloudevents-batch+json']) {
    fastify.addContentTypeParser(type, { parseAs: 'string', bodyLimit: BATCH_LIMIT_BYTES }, parseJson);
  }
  fastify.addContentTypeParser('application/x-ndjson', (_request, payload, done) => done(null, payload));
}
