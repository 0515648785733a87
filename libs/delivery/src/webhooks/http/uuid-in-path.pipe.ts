import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { ValidationFailed, isUuid } from '#kernel';

/** A UUID in a path, lower-cased. Throws ValidationFailed that names the part of the path. */
@Injectable()
export class UuidInPathPipe implements PipeTransform<string, string> {
  transform(value: string, { data }: ArgumentMetadata): string {
    const id = value.toLowerCase();
    if (isUuid(id)) return id;
    throw new ValidationFailed([{ field: data ?? '', rule: 'uuid', message: 'must be a UUID' }]);
  }
}
