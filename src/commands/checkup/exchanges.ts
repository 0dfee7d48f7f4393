// What a short look at the live exchanges says about each of them, and about this machine's clock.
import type { ExchangeId } from '../../domain/instrument.js';
import { printable } from '../../domain/text.js';
import type { FeedRow, MarketSnapshot } from '../../market/snapshot.js';
import type { Finding } from './finding.js';

/** Events from the future by more, or older by more than a line is slow, mean a clock that is wrong. */
const CLOCK_OFF_MS = 2_000;

export function checkExchange(exchange: ExchangeId, snapshot: MarketSnapshot, seconds: number): Finding {
  const feed = snapshot.feeds.find((row) => row.exchange === exchange);
  const rates = [...snapshot.funding.values()].flat().filter((row) => row.exchange === exchange && row.fundingRate !== undefined);
  const reason = feed?.reason === undefined ? '' : `, ${printable(feed.reason)}`;
  if (feed?.state === 'blocked') {
    return {
      about: exchange,
      state: 'broken',
      found: `refuses this address${reason}`,
      advice: 'another network, or a mirror with --endpoint and --rest-endpoint; or leave it out: --exchanges',
    };
  }
  if (rates.length === 0) {
    return {
      about: exchange,
      state: 'broken',
      found: `no funding rate within ${seconds} s (${feed?.state ?? 'nothing heard'}${reason})`,
      advice: 'check the network and the exchange’s status page; raise --timeout on a slow line',
    };
  }
  return answered(exchange, feed, rates.length);
}

function answered(exchange: ExchangeId, feed: FeedRow | undefined, rateCount: number): Finding {
  const lag = feed?.lagMs === undefined ? '' : `, lag ${Math.round(feed.lagMs)} ms`;
  const found = `${feed?.state ?? 'connecting'}, ${rateCount} funding rates${lag}`;
  const unread = feed?.unreadCount ?? 0;
  if (unread > 0) {
    const why = feed?.lastFault === undefined ? '' : `: ${printable(feed.lastFault.text)}`;
    return {
      about: exchange,
      state: 'warning',
      found: `${found}, ${unread} frames not understood${why}`,
      advice: 'look for a newer fundmon',
    };
  }
  return feed?.state === 'live'
    ? { about: exchange, state: 'ok', found }
    : { about: exchange, state: 'warning', found, advice: 'some of its connections are not up yet' };
}

/** Half of the exchanges agree that it is off: then it is this one. */
export function checkClock(feeds: readonly FeedRow[]): Finding {
  const lags = feeds.flatMap(({ lagMs }) => (lagMs === undefined ? [] : [lagMs])).sort((a, b) => a - b);
  const lag = lags[lags.length >>> 1];
  if (lag === undefined) return { about: 'clock', state: 'skipped', found: 'no exchange told its time' };
  if (lag < -CLOCK_OFF_MS) return off(`about ${seconds(-lag)} behind the exchanges`);
  if (lag > CLOCK_OFF_MS) return off(`about ${seconds(lag)} ahead of the exchanges, or a very slow line`);
  return { about: 'clock', state: 'ok', found: 'agrees with the exchanges' };
}

function off(found: string): Finding {
  return { about: 'clock', state: 'warning', found, advice: 'set the clock (NTP): ages and countdowns go by it' };
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
