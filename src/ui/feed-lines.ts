// The lines of the list of feeds: every exchange, and its connections below it as far as there is room.
import type { ExchangeId } from '../domain/instrument.js';
import type { ConnectionRow, FeedRow } from '../market/snapshot.js';

export interface FeedLine {
  readonly feed: FeedRow;
  /** Absent: the line of the exchange itself. */
  readonly connection?: ConnectionRow;
  /** The last of its exchange. */
  readonly isLast?: boolean;
}

export const feedLineId = ({ feed, connection }: FeedLine): string =>
  connection === undefined ? feed.exchange : `${feed.exchange}/${connection.name}`;

/**
 * Exchanges always, in their order. Where `room` does not hold every connection, those of one exchange are shown together or not
 * at all: first of the selected one, then of those in trouble.
 */
export function feedLines(feeds: readonly FeedRow[], room: number, selected: ExchangeId | undefined): readonly FeedLine[] {
  const opened = openedExchanges(feeds, room - feeds.length, selected);
  return feeds.flatMap((feed): readonly FeedLine[] => {
    if (!opened.has(feed.exchange)) return [{ feed }];
    const last = feed.connections.length - 1;
    return [{ feed }, ...feed.connections.map((connection, at) => ({ feed, connection, isLast: at === last }))];
  });
}

function openedExchanges(feeds: readonly FeedRow[], room: number, selected: ExchangeId | undefined): ReadonlySet<ExchangeId> {
  const isTroubled = ({ connections }: FeedRow): boolean => connections.some(({ state }) => state !== 'live');
  const rank = (feed: FeedRow): number => (feed.exchange === selected ? 0 : isTroubled(feed) ? 1 : 2);
  const opened = new Set<ExchangeId>();
  let left = room;
  for (const { exchange, connections } of feeds.toSorted((a, b) => rank(a) - rank(b))) {
    if (connections.length > left) continue;
    opened.add(exchange);
    left -= connections.length;
  }
  return opened;
}
