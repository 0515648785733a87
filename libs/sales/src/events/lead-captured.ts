import { Attributes, CountsAs, FactBody, Text } from '#kernel';

@FactBody({ version: 1, path: 'leads', about: 'Somebody showed interest and can be reached.' })
@CountsAs('contact')
export class LeadCaptured {
  @Text({ about: "The source's id of the lead", max: 200, optional: true })
  leadId?: string;

  @Text({
    about: 'Where the lead came from, as the source says: left out when it says nothing, `unknown` when it says so',
    max: 200,
    optional: true,
  })
  origin?: string;

  @Text({ about: 'Page on which he left his details', max: 2_000, optional: true })
  landingPage?: string;

  @Text({ about: 'Campaign that brought the lead', max: 200, optional: true })
  campaign?: string;

  @Text({ about: 'What he is interested in', max: 500, optional: true })
  interest?: string;

  @Text({ about: 'Who looks after the lead', max: 200, optional: true })
  owner?: string;

  @Attributes({ about: 'What else the source declares', optional: true, personal: true })
  attributes?: Record<string, string | number | boolean>;
}
