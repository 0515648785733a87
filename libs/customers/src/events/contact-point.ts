import { OneOf, Text } from '#kernel';

export const CONTACT_POINT_KINDS = ['phone', 'email', 'messenger', 'address', 'social'] as const;
export type ContactPointKind = (typeof CONTACT_POINT_KINDS)[number];

/** Which contact point is meant: one is the same as another when kind and value are, whatever the case of letters. */
export class ContactPointOf {
  @OneOf(CONTACT_POINT_KINDS, { about: 'What kind of contact point it is' })
  kind!: ContactPointKind;

  @Text({ about: 'Number, address or name, as the customer gave it', max: 500, personal: true })
  value!: string;
}

/** A way to reach the customer, and to know him again. */
export class ContactPoint extends ContactPointOf {
  @Text({ about: 'What it is called, for instance work or home', max: 100, optional: true })
  label?: string;
}
