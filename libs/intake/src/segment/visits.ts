import { withoutEmpty } from '../presets/without-empty.js';
import { campaignOf, channelOf, pageText } from './call-context.js';
import { CallValues } from './call-values.js';
import type { FactParts } from './fact-parts.js';
import type { SegmentCall } from './segment-call.js';

/** A page or a screen of an app was looked at. */
export function pageOrScreen(call: SegmentCall): FactParts {
  return visit(call, (said) => new CallValues(call.fields, 'call').text('name') ?? said.text('title'));
}

/** Something on the site was looked at or used; `what` says it in words, before the thing's own name. */
export function siteVisit(what: string): (call: SegmentCall) => FactParts {
  return (call) =>
    visit(call, (said) => {
      const thing = said.text('name', 'query', 'category', 'product_id', 'sku', 'link_url');
      return thing === undefined ? what : `${what}: ${thing}`;
    });
}

function visit(call: SegmentCall, subjectOf: (said: CallValues) => string | undefined): FactParts {
  const said = new CallValues(call.fields.properties, 'properties');
  const data = {
    place: 'site',
    ...withoutEmpty({
      subject: subjectOf(said),
      page: said.text('url', 'link_url', 'path') ?? pageText(call, 'url') ?? pageText(call, 'path'),
      referrer: said.text('referrer') ?? pageText(call, 'referrer'),
      anonymousId: call.anonymousId,
      campaign: campaignOf(call),
      channel: channelOf(call),
    }),
  };
  said.check();
  return { type: 'VisitRecorded', data };
}
