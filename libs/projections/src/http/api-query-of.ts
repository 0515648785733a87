import { applyDecorators } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import { type ClassOf, fieldsOf } from '#kernel';

/** Documents a query class's fields as query parameters. */
export function ApiQueryOf(query: ClassOf): MethodDecorator {
  return applyDecorators(
    ...fieldsOf(query).map(({ name, optional, schema }) => {
      const { description, ...rest } = schema();
      return ApiQuery({ name, required: !optional, schema: rest as never, ...(description ? { description } : {}) });
    }),
  );
}
