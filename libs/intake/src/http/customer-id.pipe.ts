import { Injectable, type PipeTransform } from '@nestjs/common';
import { ValidationFailed, isUuid } from '#kernel';

/** A customer id in a path: a UUID, lower-cased. Throws ValidationFailed. */
@Injectable()
export class CustomerIdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    const id = value.toLowerCase();
    if (isUuid(id)) return id;
    throw new ValidationFailed([{ field: 'customerId', rule: 'uuid', message: 'must be a UUID' }]);
  }
}
