import type { DoubleEvent } from './double-log.js';
import type { streams } from './messages.js';

export type EventFilter = (event: DoubleEvent) => boolean;

/** By the name of the stream or the type: a pattern, or one of some beginnings. */
export function filterOf(options: streams.ReadReq.Options.FilterOptions | undefined): EventFilter {
  if (!options) return () => true;
  const ofStream = options.getStreamIdentifier();
  const expression = ofStream ?? options.getEventType()!;
  const regex = expression.getRegex() === '' ? undefined : new RegExp(expression.getRegex());
  const prefixes = expression.getPrefixList();
  return (event) => {
    const name = ofStream ? event.stream : event.type;
    return regex?.test(name) ?? prefixes.some((prefix) => name.startsWith(prefix));
  };
}
