// A feed's state and troubles in words, the same on the status line, in the footer and in the lists of exchanges.
import type { ConnectionState } from '../domain/record.js';
import { printable } from '../domain/text.js';
import type { ConnectionRow, FeedRow, FeedTrouble } from '../market/snapshot.js';
import { formatAge, formatCount, formatDuration } from './format.js';

/** Worst first: the order in which there is room for them. `off` is the reader's own choice and no trouble. */
const troubles: readonly ConnectionState[] = ['blocked', 'reconnecting', 'stale', 'connecting'];
/** A trouble is told for so long after it came; on a screen left open for weeks what is older is in the counts and the evidence. */
const RECENT_MS = 10 * 60_000;

type Told = Pick<ConnectionRow, 'reason' | 'attempt' | 'retryTime'>;

/** `okx reconnecting: no message for 30 s, try 2 in 1.8 s`. */
export function feedSentence(feed: FeedRow, time: number): string {
  const reason = feed.reason === undefined ? '' : `: ${printable(feed.reason)}`;
  return `${feed.exchange} ${feed.state}${reason}${nextTry(feed, time)}`;
}

/** `no message for 30 s, try 2 in 1.8 s`: of a feed or of one of its connections; empty when all is well. */
export function reasonWords(told: Told, time: number): string {
  const reason = told.reason === undefined ? '' : printable(told.reason);
  return `${reason}${nextTry(told, time)}`.replace(/^, /, '');
}

function nextTry({ attempt, retryTime }: Told, time: number): string {
  const which = attempt === undefined ? '' : `try ${attempt}`;
  const when = retryTime === undefined || retryTime <= time ? '' : `in ${formatDuration(retryTime - time)}`;
  if (which === '' && when === '') return '';
  return `, ${[which === '' ? 'next try' : which, when].filter((part) => part !== '').join(' ')}`;
}

/** What went wrong on a feed, of one kind: how often since the start, and what the last time. */
export interface Mishap extends FeedTrouble {
  /** After a number: `2 unread`. */
  readonly word: 'unread' | 'refused' | 'failed';
  readonly count: number;
  /** `text`, with the exchange's name before it. */
  readonly sentence: string;
}

/** Of the last ten minutes, the newest first. */
export function recentMishaps(feed: FeedRow, time: number): readonly Mishap[] {
  return mishapsOf(feed)
    .filter((mishap) => time - mishap.time <= RECENT_MS)
    .sort((a, b) => b.time - a.time);
}

function mishapsOf(feed: FeedRow): readonly Mishap[] {
  const { exchange } = feed;
  const one = (word: Mishap['word'], count: number, last: FeedTrouble | undefined): readonly Mishap[] => {
    if (last === undefined) return [];
    const text = printable(last.text);
    const sentence = text.startsWith(`${exchange}: `) ? text : `${exchange}: ${text}`;
    return [{ word, count, text, sentence, time: last.time }];
  };
  return [
    ...one('unread', feed.unreadCount, feed.lastFault),
    ...one('refused', feed.refusedCount, feed.lastRefusal),
    ...one('failed', feed.failedRequestCount, feed.lastFailure),
  ];
}

/** `2 unread, the last 3m ago`. */
export function mishapWords({ count, word, time: then }: Mishap, time: number): string {
  return `${formatCount(count)} ${word}, the last ${formatAge(time - then)} ago`;
}

export function troubledFeeds(feeds: readonly FeedRow[]): readonly FeedRow[] {
  return feeds
    .filter((feed) => troubles.includes(feed.state))
    .sort((a, b) => troubles.indexOf(a.state) - troubles.indexOf(b.state));
}
