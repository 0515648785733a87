import type { LedgerStreams } from '../ledger-streams.js';
import { logPosition } from './log-position.js';
import { Empty, ReadReq, StreamIdentifier, type ReadOptions } from './messages.js';

export type Direction = 'forwards' | 'backwards';

const { Options } = ReadReq;
const { AllOptions, FilterOptions, Position, StreamOptions, SubscriptionOptions, UUIDOption } = Options;

/** How often a subscription that finds nothing tells how far it has come; it is only looked at as a sign of life. */
const CHECKPOINT_INTERVAL = 32;

/** Some events of one stream, from a revision, itself included, or from the end that the direction begins at. */
export function streamRequest(
  nameOnServer: string,
  page: { direction: Direction; from: number | undefined; count: number },
): ReadReq {
  const identifier = new StreamIdentifier();
  identifier.setStreamName(Uint8Array.from(Buffer.from(nameOnServer, 'utf8')));
  const stream = new StreamOptions();
  stream.setStreamIdentifier(identifier);
  if (page.from !== undefined) stream.setRevision(String(page.from));
  else if (page.direction === 'forwards') stream.setStart(new Empty());
  else stream.setEnd(new Empty());
  const options = optionsOf(page.direction);
  options.setStream(stream);
  options.setNoFilter(new Empty());
  options.setCount(String(page.count));
  return requestOf(options);
}

/** Some events of the ledger's log. Forwards the event at `from` is included, backwards it is not. */
export function logRequest(
  streams: LedgerStreams,
  page: { direction: Direction; from: bigint | undefined; count: number },
): ReadReq {
  const options = optionsOf(page.direction);
  options.setAll(allFrom(page.from, page.direction));
  options.setFilter(filterOf(streams));
  options.setCount(String(page.count));
  return requestOf(options);
}

/** All of the ledger's log behind a position, without end. */
export function subscriptionRequest(streams: LedgerStreams, after: bigint | undefined): ReadReq {
  const options = optionsOf('forwards');
  options.setAll(allFrom(after, 'forwards'));
  options.setFilter(filterOf(streams));
  options.setSubscription(new SubscriptionOptions());
  return requestOf(options);
}

function optionsOf(direction: Direction): ReadOptions {
  const ids = new UUIDOption();
  ids.setString(new Empty());
  const options = new Options();
  options.setUuidOption(ids);
  options.setResolveLinks(false);
  options.setReadDirection(direction === 'forwards' ? 0 : 1);
  return options;
}

function allFrom(position: bigint | undefined, direction: Direction): InstanceType<typeof AllOptions> {
  const all = new AllOptions();
  if (position !== undefined) {
    const { commit, prepare } = logPosition(position);
    const place = new Position();
    place.setCommitPosition(String(commit));
    place.setPreparePosition(String(prepare));
    all.setPosition(place);
  } else if (direction === 'forwards') all.setStart(new Empty());
  else all.setEnd(new Empty());
  return all;
}

function filterOf({ filter }: LedgerStreams): InstanceType<typeof FilterOptions> {
  const expression = new FilterOptions.Expression();
  const options = new FilterOptions();
  if ('streamPrefix' in filter) {
    expression.setPrefixList([filter.streamPrefix]);
    options.setStreamIdentifier(expression);
  } else {
    expression.setRegex(filter.typePattern);
    options.setEventType(expression);
  }
  options.setCount(new Empty());
  options.setCheckpointintervalmultiplier(CHECKPOINT_INTERVAL);
  return options;
}

function requestOf(options: ReadOptions): ReadReq {
  const request = new ReadReq();
  request.setOptions(options);
  return request;
}
