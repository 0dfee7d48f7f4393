// Everything known of one exchange's feed: its connections, its requests, what went wrong and when, and what it has been through.
import { printable } from '../../domain/text.js';
import type { ConnectionRow, FeedRow, FeedTrouble } from '../../market/snapshot.js';
import { padded } from '../cells.js';
import { reasonWords } from '../feed-words.js';
import { ABSENT, formatAge, formatCount, formatDuration, formatMoment, formatPerSecond, formatSpan } from '../format.js';
import { span } from '../line.js';
import { coverageWords } from '../panels/bursts.js';
import { feedGlyphs } from '../theme.js';
import { type EvidenceContext, type EvidenceLine, fact, heading } from './facts.js';

/** `3m ago, at 2023-11-14 22:10:15Z`. */
function moment(then: number | undefined, { time, zone }: EvidenceContext): string {
  return then === undefined || then === 0 ? ABSENT : `${formatAge(time - then)} ago, at ${formatMoment(then, zone(then))}`;
}

function stateLines(feed: FeedRow, context: EvidenceContext): readonly EvidenceLine[] {
  const { exchange, state, sinceTime, reason, attempt, retryTime, unlistedAssets = [] } = feed;
  const { time, zone } = context;
  const since = sinceTime === 0 ? '' : `for ${formatAge(time - sinceTime)}, since ${formatMoment(sinceTime, zone(sinceTime))}`;
  const lines = [
    fact('exchange', exchange, '', `exchange.${exchange}`),
    fact('state', `${feedGlyphs[state]} ${state}`, since, `feed.${state}`),
  ];
  if (reason !== undefined) lines.push(fact('because', printable(reason)));
  if (attempt !== undefined) {
    const when = retryTime === undefined || retryTime <= time ? '' : `in ${formatDuration(retryTime - time)}`;
    lines.push(fact('try', String(attempt), when));
  }
  if (unlistedAssets.length > 0) {
    lines.push(
      fact('not listed', unlistedAssets.map((asset) => printable(asset)).join(', '), 'of the chosen assets', 'feed.stale'),
    );
  }
  return lines;
}

function flowLines(feed: FeedRow, context: EvidenceContext): readonly EvidenceLine[] {
  const { messageCount, messagesPerSecond, lastMessageTime, lagMs, lagP99Ms, reconnectCount } = feed;
  return [
    heading('Messages'),
    fact('messages', formatCount(messageCount), formatPerSecond(messagesPerSecond)),
    fact('last message', moment(lastMessageTime, context)),
    fact('lag p50', lagMs === undefined ? ABSENT : formatDuration(lagMs), 'event to receipt, the last 64 messages'),
    fact('lag p99', lagP99Ms === undefined ? ABSENT : formatDuration(lagP99Ms), 'the last 1,024 messages'),
    fact('reconnects', formatCount(reconnectCount), '', reconnectCount > 0 ? 'feed.stale' : 'text'),
  ];
}

function troubleLines(
  name: string,
  count: number,
  last: FeedTrouble | undefined,
  context: EvidenceContext,
): readonly EvidenceLine[] {
  if (last === undefined) return [fact(name, formatCount(count))];
  return [fact(name, formatCount(count), `the last ${moment(last.time, context)}`, 'feed.stale'), fact('', printable(last.text))];
}

function budgetLine({ budget }: FeedRow): EvidenceLine {
  if (budget === undefined) return fact('budget', ABSENT);
  const { used, weight, perMs, waitingCount } = budget;
  const waiting = waitingCount === 0 ? 'nothing waits' : `${formatCount(waitingCount)} wait for room`;
  return fact('budget', `${used}/${weight}`, `in ${formatSpan(perMs)}, ${waiting}`);
}

function connectionLines(connection: ConnectionRow, time: number): readonly EvidenceLine[] {
  const { state, sinceTime, topicCount, messageCount, messagesPerSecond, lastMessageTime, reconnectCount } = connection;
  const flow = [
    `${topicCount} topics`,
    ...(messagesPerSecond === undefined ? [] : [formatPerSecond(messagesPerSecond)]),
    `${formatCount(messageCount)} messages`,
    ...(lastMessageTime === undefined ? [] : [`last ${formatAge(time - lastMessageTime)} ago`]),
    `${formatCount(reconnectCount)} reconnects`,
    printable(connection.host),
  ];
  const value = `${padded(`${feedGlyphs[state]} ${state}`, 14)} ${padded(formatAge(time - sinceTime), 4, 'right')}`;
  const reason = state === 'live' ? '' : reasonWords(connection, time);
  return [
    fact(printable(connection.name), value, flow.join(' · '), `feed.${state}`),
    ...(reason === '' ? [] : [fact('', reason, '', `feed.${state}`)]),
  ];
}

function historyLines({ changes }: FeedRow, { time, zone }: EvidenceContext): readonly EvidenceLine[] {
  return changes.map(({ state, time: entered, reason }, index) => {
    const left = changes[index - 1]?.time;
    const lasted = left === undefined ? `${formatSpan(time - entered)} so far` : formatSpan(left - entered);
    return [
      span(`${formatMoment(entered, zone(entered))}  `, 'dim'),
      span(padded(`${feedGlyphs[state]} ${state}`, 16), `feed.${state}`),
      span(padded(lasted, 16)),
      span(reason === undefined ? '' : printable(reason), 'dim'),
    ];
  });
}

export function feedEvidence(feed: FeedRow, context: EvidenceContext): readonly EvidenceLine[] {
  const { connections } = feed;
  const { liquidations, note } = context.coverage[feed.exchange];
  return [
    ...stateLines(feed, context),
    fact('liquidations', coverageWords[liquidations], printable(note)),
    ...flowLines(feed, context),
    heading(connections.length === 1 ? 'Connection' : `${connections.length} connections`),
    ...(connections.length === 0 ? [[span('none yet', 'dim')]] : []),
    ...connections.flatMap((connection) => connectionLines(connection, context.time)),
    heading('Requests'),
    budgetLine(feed),
    heading('Trouble since the start'),
    ...troubleLines('unread', feed.unreadCount, feed.lastFault, context),
    ...troubleLines('refused', feed.refusedCount, feed.lastRefusal, context),
    ...troubleLines('failed', feed.failedRequestCount, feed.lastFailure, context),
    heading('States, newest first'),
    ...historyLines(feed, context),
  ];
}
