import { isObject } from '../mappings/known-keys.js';
import type { SegmentCall } from './segment-call.js';

/** The campaign that the call's context names. */
export function campaignOf({ context }: SegmentCall): string | undefined {
  const { campaign } = context;
  const name = isObject(campaign) ? campaign.name : undefined;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** The way that the customer took, where the call tells it. */
export function channelOf({ type, fields }: SegmentCall): string | undefined {
  if (type === 'screen' || fields.channel === 'mobile') return 'app';
  return fields.channel === 'browser' ? 'site' : undefined;
}

/** A text of the context's `page`. */
export function pageText({ context }: SegmentCall, name: string): string | undefined {
  const { page } = context;
  const text = isObject(page) ? page[name] : undefined;
  return typeof text === 'string' && text !== '' ? text : undefined;
}
