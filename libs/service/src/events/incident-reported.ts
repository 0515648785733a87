import { EventId, FactBody, OneOf, Text } from '#kernel';
import { SEVERITIES, type Severity } from './service-request-opened.js';

export const PUBLICITIES = ['none', 'social', 'local_media', 'national_media'] as const;
export type Publicity = (typeof PUBLICITIES)[number];

@FactBody({ version: 1, path: 'incidents', about: 'Something happened to the customer that may harm the company.' })
export class IncidentReported {
  @OneOf(SEVERITIES, { about: 'How bad it is' })
  severity!: Severity;

  @Text({ about: 'What happened', personal: true })
  description!: string;

  @OneOf(PUBLICITIES, { about: 'How far it became known', optional: true })
  publicity?: Publicity;

  @Text({ about: "The source's id of the incident", max: 200, optional: true })
  incidentId?: string;

  @Text({ about: 'Shop, branch or department where it happened', max: 200, optional: true })
  store?: string;

  @Text({ about: 'Who of the company had part in it', max: 200, optional: true })
  employee?: string;

  @Text({ about: 'Service request that it led to or came from', max: 200, optional: true })
  requestId?: string;

  @EventId({ about: 'The earlier event that it came from', optional: true })
  refersTo?: string;
}
