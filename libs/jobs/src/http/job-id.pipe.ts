import { Injectable, type PipeTransform } from '@nestjs/common';
import { isUuid, NotFound } from '#kernel';

/** A job's id from the address. Throws NotFound for what can be none. */
@Injectable()
export class JobIdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    const id = value.toLowerCase();
    if (!isUuid(id)) throw new NotFound('job', value);
    return id;
  }
}
