import { EventId, Text, WholeNumber } from '#kernel';

export const DIRECTIONS = ['inbound', 'outbound'] as const;
/** inbound: from the customer to us. outbound: from us to the customer. */
export type Direction = (typeof DIRECTIONS)[number];

/** What any contact between a customer and the company may say. */
export class Interaction {
  @Text({ about: 'The way it took, for instance cellular, sms, telegram, site_chat, video', max: 100, optional: true })
  channel?: string;

  @Text({ about: 'What it was about, in a line', max: 500, optional: true, personal: true })
  subject?: string;

  @Text({ about: 'What was said', optional: true, personal: true })
  summary?: string;

  @Text({ about: 'Campaign that it belongs to', max: 200, optional: true })
  campaign?: string;

  @Text({ about: 'Shop, branch or department where it took place', max: 200, optional: true })
  store?: string;

  @WholeNumber({ about: 'Impression that it left with the customer, from -2 to 2', min: -2, max: 2, optional: true })
  impression?: number;

  @EventId({ about: 'The earlier event that it refers to or answers', optional: true })
  refersTo?: string;
}
