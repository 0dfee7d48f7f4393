// A feed's state in words, the same on the status line, in the footer and in the list of exchanges.
import type { ConnectionState } from '../domain/record.js';
import { printable } from '../domain/text.js';
import type { FeedRow } from '../market/snapshot.js';
import { formatDuration } from './format.js';

/** Worst first: the order in which there is room for them. `off` is the reader's own choice and no trouble. */
const troubles: readonly ConnectionState[] = ['blocked', 'reconnecting', 'stale', 'connecting'];

/** `okx reconnecting: no message for 30 s, try 2 in 1.8 s`. */
export function feedSentence(feed: FeedRow, time: number): string {
  const reason = feed.reason === undefined ? '' : `: ${printable(feed.reason)}`;
  return `${feed.exchange} ${feed.state}${reason}${nextTry(feed, time)}`;
}

function nextTry({ attempt, retryTime }: FeedRow, time: number): string {
  const which = attempt === undefined ? '' : `try ${attempt}`;
  const when = retryTime === undefined || retryTime <= time ? '' : `in ${formatDuration(retryTime - time)}`;
  if (which === '' && when === '') return '';
  return `, ${[which === '' ? 'next try' : which, when].filter((part) => part !== '').join(' ')}`;
}

/** What was wrong with the newest frame that could not be read; `undefined` when all could. */
export function faultSentence({ exchange, lastFault }: FeedRow): string | undefined {
  if (lastFault === undefined) return undefined;
  const fault = printable(lastFault);
  return fault.startsWith(`${exchange}: `) ? fault : `${exchange}: ${fault}`;
}

export function troubledFeeds(feeds: readonly FeedRow[]): readonly FeedRow[] {
  return feeds
    .filter((feed) => troubles.includes(feed.state))
    .sort((a, b) => troubles.indexOf(a.state) - troubles.indexOf(b.state));
}
