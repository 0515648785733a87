import { Text, WholeNumber } from '#kernel';

/** Names the rules that decided. */
export class Programmed {
  @Text({ about: 'Programme', max: 100 })
  program!: string;

  @WholeNumber({ about: 'Version of it that was in force when it happened', min: 0 })
  programVersion!: number;
}
