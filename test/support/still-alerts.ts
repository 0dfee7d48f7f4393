// The alerts of the market that stands still.
import type { Alert } from '../../src/domain/record.js';
import type { AlertRow } from '../../src/market/alert-log.js';
import { pairSentence } from '../../src/market/arbitrage-book.js';
import type { ArbitrageRow } from '../../src/market/snapshot.js';
import { SAMPLE_TIME } from './sample-snapshot.js';

type Told = readonly [
  kind: Alert['kind'],
  minutesAgo: number,
  lastedMinutes: number | undefined,
  about: Partial<Alert>,
  message: string,
];

/** One of every kind besides the spreads that stand. */
const told: readonly Told[] = [
  ['feed-down', 0.1, undefined, { exchange: 'okx' }, 'okx not live for 10 s (reconnecting, no message for 30 s)'],
  ['liquidation-cluster', 7, 4, { asset: 'BTC' }, 'BTC: $4.2M liquidated in 5 min (31, 88 % longs), usual $210k'],
  ['funding-interval', 12, undefined, { asset: 'WIF', exchange: 'bybit' }, 'WIF: bybit WIFUSDT: funding interval 4h→2h'],
  ['liquidation-burst', 31, 9, {}, '214 liquidations in a minute ($9.4M), 7.1 × the usual 30'],
  [
    'funding-flip',
    48,
    undefined,
    { asset: 'ETH', exchange: 'dydx' },
    'ETH: dydx ETH-USD: funding turned negative, -0.0021 % per 8h',
  ],
  ['funding-spread', 90, 80, { asset: 'LINK' }, 'LINK: long bybit, short binance: 0.006 % per 8h (6.7 % APR)'],
  ['feed-down', 260, 2, { exchange: 'bybit' }, 'bybit not live for 10 s (reconnecting, the server closed: 1006)'],
  ['liquidation-sweep', 400, 3, {}, '$61.3M liquidated in a minute (93 % longs, most of it BTC)'],
];

/** Those that pairs stand for and others, up to `time`, newest first; one is seen, one muted. */
export function stillAlerts(arbitrage: readonly ArbitrageRow[], time: number): readonly AlertRow[] {
  const spreads = arbitrage.flatMap((row): readonly AlertRow[] => {
    const { asset, raisedTime, economics } = row;
    if (raisedTime === undefined) return [];
    const { spread8h, spreadApr, feesRoundTrip = 0, priceGap = 0, breakEvenHours = 0 } = economics;
    const [long, short] = [row.long, row.short].map(({ exchange, symbol, fundingRate, fundingIntervalHours }) => ({
      ...{ exchange, symbol, fundingRate, fundingIntervalHours },
    }));
    const figures = { ...(long && short ? { long, short } : {}), spread8h, spreadApr, feesRoundTrip, priceGap, breakEvenHours };
    const alert = alertAt('funding-spread', raisedTime, { asset, ...figures }, pairSentence(row));
    return [{ alert, isMuted: asset === 'FARTCOIN' }];
  });
  const others = told.map(([kind, minutesAgo, lastedMinutes, about, message]): AlertRow => {
    const raisedTime = SAMPLE_TIME - minutesAgo * 60_000;
    const alert = alertAt(kind, raisedTime, about, message);
    const seen = kind === 'funding-flip' ? { acknowledgedTime: raisedTime + 60_000 } : {};
    const clearedTime = raisedTime + (lastedMinutes ?? Number.POSITIVE_INFINITY) * 60_000;
    if (clearedTime > time) return { alert, ...seen, isMuted: false };
    return { alert, cleared: { ...alert, state: 'cleared', time: clearedTime, message: 'over' }, ...seen, isMuted: false };
  });
  return [...spreads, ...others].filter(({ alert }) => alert.time <= time).sort((a, b) => b.alert.time - a.alert.time);
}

function alertAt(kind: Alert['kind'], time: number, about: Partial<Alert>, message: string): Alert {
  const subject = about.asset ?? about.exchange ?? 'market';
  return { type: 'alert', id: `${kind}:${subject}:${time}`, kind, state: 'raised', time, ...about, message };
}
