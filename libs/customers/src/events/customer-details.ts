import { Attributes, CalendarDate, ListOf, OneOf, Text } from '#kernel';
import { ContactPoint } from './contact-point.js';

export const RELATIONSHIP_MODES = ['one_off', 'long_term'] as const;
export type RelationshipMode = (typeof RELATIONSHIP_MODES)[number];

/** What can be known of a customer himself; every part of it may become known later, or never. */
export class CustomerDetails {
  @Text({ about: 'Full name of the person or company', max: 500, optional: true, personal: true })
  name?: string;

  @Text({ about: 'The name by which the customer wants to be addressed', max: 200, optional: true, personal: true })
  preferredName?: string;

  @Text({ about: 'Form of address that goes before the name', max: 100, optional: true, personal: true })
  salutation?: string;

  @ListOf(() => ContactPoint, {
    about: 'Ways to reach the customer; each is added to those known before',
    max: 100,
    optional: true,
    personal: true,
  })
  contactPoints?: ContactPoint[];

  @CalendarDate({ about: 'Date of birth', optional: true, personal: true })
  birthDate?: string;

  @Text({ about: 'Language to speak with the customer, as a BCP 47 tag', max: 35, optional: true })
  language?: string;

  @Text({ about: 'Gender, in the words of the source', max: 50, optional: true, personal: true })
  gender?: string;

  @Text({ about: 'Line of business of a company', max: 200, optional: true })
  industry?: string;

  @OneOf(RELATIONSHIP_MODES, {
    about: 'Whether one sale is meant (one_off) or a relationship that lasts (long_term)',
    optional: true,
  })
  relationshipMode?: RelationshipMode;

  @Attributes({
    about: 'Facts that the source declares and that have no field of their own',
    optional: true,
    personal: true,
  })
  attributes?: Record<string, string | number | boolean>;
}
