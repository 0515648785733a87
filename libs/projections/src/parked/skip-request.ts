import { Text, ValidationFailed, compileCheck, schemaOf } from '#kernel';

/** Why an event is to be left out, and who says so. */
export class SkipRequest {
  @Text({ about: 'Why it may be left out, for those who wonder later', max: 1_000 })
  reason!: string;

  @Text({ about: 'Who says so', max: 200, optional: true })
  by?: string;
}

const violationsOf = compileCheck(schemaOf(SkipRequest));

/** Throws ValidationFailed for a reason that is missing, blank or too long, and for a name that is. */
export function checkSkipRequest(request: SkipRequest): void {
  const violations = violationsOf(request);
  if (violations.length === 0 && request.reason.trim() === '') {
    violations.push({ field: 'reason', rule: 'blank', message: 'must say something' });
  }
  if (violations.length > 0) throw new ValidationFailed(violations);
}
