import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { type ClassOf, schemaOf } from '#kernel';
import { RECORDING_ANSWER_SCHEMA } from './recording-answer.js';

/** Documents an operation that records a fact: its headers, its body, its answer. */
export function ApiRecording(operationId: string, summary: string, body: ClassOf): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId, summary }),
    ApiHeader({ name: 'Idempotency-Key', required: false, description: 'Same key, same answer; stored once' }),
    ApiHeader({
      name: 'X-Correlation-Id',
      required: false,
      description: 'What this belongs to: kept with the event unless the body says another, and with every log line',
    }),
    ApiBody({ schema: schemaOf(body) as never }),
    ApiResponse({ status: 201, description: 'Recorded, durable', schema: RECORDING_ANSWER_SCHEMA }),
  );
}
