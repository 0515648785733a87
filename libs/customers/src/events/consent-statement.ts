import { Text } from '#kernel';

/** What a consent is for. */
export class ConsentStatement {
  @Text({ about: 'What it is for, as a code, for instance newsletter, profiling, retargeting', max: 100 })
  purpose!: string;

  @Text({ about: 'Way that it is for, for instance email, sms, phone; left out: every way', max: 100, optional: true })
  channel?: string;
}
