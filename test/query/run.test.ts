import { describe, expect, it } from 'vitest';
import type { QueryTable } from '../../src/domain/query-table.js';
import type { Alert } from '../../src/domain/record.js';
import type { MarketSnapshot } from '../../src/market/snapshot.js';
import { parseQuery } from '../../src/query/parse.js';
import type { MarketView } from '../../src/query/query.js';
import { runQuery } from '../../src/query/run.js';
import { pastOf, paymentsOf } from '../support/funding-past.js';
import {
  arbitrageRow,
  feedRow,
  fullFundingRow,
  fundingRow,
  liquidation,
  native,
  SAMPLE_TIME,
  sampleSnapshot,
} from '../support/sample-snapshot.js';

const SECOND = 1000;
const sol = (rate8h: number, hours: number, extra = {}) =>
  fullFundingRow('okx', 'SOL', rate8h, hours, { asset: 'SOL', ...extra });

/** Seven perpetuals of SOL and one of BTC: one stale, one of unknown interval, one that never told a rate. */
const funding: MarketSnapshot['funding'] = new Map([
  ['BTC', [fullFundingRow('binance', 'BTCUSDT', 0.0001, 8, { openInterestUsd: 100 })]],
  [
    'SOL',
    [
      sol(0.0002, 8, { exchange: 'binance', openInterestUsd: 10, fundingReceivedAt: SAMPLE_TIME - 9 * SECOND }),
      sol(0.0004, 8, { exchange: 'bybit', openInterestUsd: 20 }),
      sol(0.0009, 8, { exchange: 'okx', isStale: true, fundingReceivedAt: SAMPLE_TIME - 300 * SECOND }),
      fundingRow('deribit', 'SOL-PERPETUAL', { asset: 'SOL', fundingRate: 0.02, markPrice: 150 }),
      sol(-0.0001, 1, { exchange: 'hyperliquid', openInterestUsd: 30, nextFundingTime: SAMPLE_TIME + 600 * SECOND }),
      sol(-0.0003, 1, { exchange: 'dydx', openInterestUsd: 40, nextFundingTime: SAMPLE_TIME + 7200 * SECOND }),
      fundingRow('dydx', 'SOL2-USD', { asset: 'SOL', markPrice: 150 }),
    ],
  ],
]);

const closes = [
  ['a', 'binance', 'BTC', 'long', 1_000_000, 'CRITICAL', 1],
  ['b', 'bybit', 'BTC', 'short', 250_000, 'HIGH', 20],
  ['c', 'bybit', 'ETH', 'long', 50_000, 'MEDIUM', 100],
  ['d', 'dydx', 'BTC', 'long', 300_000, undefined, 400],
] as const;

const alert: Alert = {
  type: 'alert',
  id: 'x',
  kind: 'feed-down',
  state: 'raised',
  time: SAMPLE_TIME - 5 * SECOND,
  exchange: 'okx',
  message: 'okx is down',
};

const view: MarketView = {
  snapshot: sampleSnapshot({
    assets: [
      { asset: 'BTC', instrumentCount: 1 },
      { asset: 'SOL', instrumentCount: 7 },
    ],
    funding,
    liquidations: closes.map(([id, exchange, asset, side, notionalUsd, tier, age]) => ({
      liquidation: liquidation(id, {
        exchange,
        asset,
        side,
        notionalUsd,
        symbol: native(`${asset}USDT`),
        time: SAMPLE_TIME - age * SECOND,
      }),
      ...(tier === undefined ? {} : { tier, by: 'rule' as const, reason: 'large' }),
    })),
    arbitrage: [arbitrageRow('BTC', 0.0003, 'dydx', 'bybit'), arbitrageRow('SOL', 0.0001, 'okx', 'dydx')],
    feeds: [feedRow('binance', 'live', { lagMs: 40 }), feedRow('okx', 'reconnecting', { lagMs: 900 }), feedRow('dydx')],
  }),
  alerts: [alert],
  startTime: SAMPLE_TIME - 120 * SECOND,
  sampledExchanges: ['binance', 'okx'],
  minNotionalUsd: 0,
};

function answer(text: string, over: Partial<MarketView> = {}): QueryTable {
  return runQuery(parseQuery(text), { ...view, ...over });
}

/** The cells of a few columns. */
function cells(table: QueryTable, ...names: readonly string[]): readonly unknown[] {
  const at = names.map((name) => table.columns.findIndex((column) => column.name === name));
  return table.rows.map((row) => (at.length === 1 ? row[at[0] ?? -1] : at.map((index) => row[index])));
}

const ids = (text: string): readonly unknown[] => cells(answer(text), 'id');

describe('what was paid', () => {
  const hourly = fullFundingRow('hyperliquid', 'SOL', -0.0001, 1, {
    asset: 'SOL',
    settledFundingRate: 0.5,
    fundingRateCap: 0.04,
    limitDistance: 0.039,
  });
  const past = pastOf(
    hourly,
    paymentsOf(hourly, (place) => (place < 717 ? 0.00001 : -0.00002)),
  );
  const of = (expression: string, extra: Partial<typeof past> = {}) => {
    const known = {
      funding: new Map([['SOL', [hourly, sol(0.0002, 8)]]]),
      history: new Map([[hourly.key, { ...past, ...extra }]]),
    };
    return runQuery(parseQuery(expression), { ...view, snapshot: { ...view.snapshot, ...known } });
  };
  const names =
    'settledFundingRate,realised24h,realised7d,zScore,streak,health,regime,isBehind,fundingRateCap,limitDistance'.split(',');
  const told = (table: QueryTable) =>
    names.map((name) => table.rows[0]?.[table.columns.findIndex((column) => column.name === name)]);

  it('can be asked for: realised, z-score, streak, health, regime, and the limits', () => {
    expect(told(of('funding exchange=hyperliquid'))).toEqual([
      ...[-0.00002, 0.00005, expect.closeTo(0.0000757, 7), past.zScore, -3, 'healthy', 'calm', false, 0.04, 0.039],
    ]);
  });

  it('is what the ticker says where the history is behind', () => {
    expect(told(of('funding exchange=hyperliquid', { isBehind: true }))[0]).toBe(0.5);
  });

  it('leaves out, where it is compared, whose past nobody knows', () => {
    expect(of('funding streak<0').rowCount).toBe(1);
    expect(of('funding health=healthy').rowCount).toBe(1);
    expect(of('funding health=warning').rowCount).toBe(0);
    expect(of('funding zscore<-2').rowCount).toBe(1);
  });
});

describe('a query over funding', () => {
  it('ranks what can be compared, and says what it left out', () => {
    const table = answer('funding asset=SOL sort=-rate8h limit=3');
    expect(cells(table, 'exchange', 'rate8h')).toEqual([
      ['bybit', 0.0004],
      ['binance', 0.0002],
      ['hyperliquid', -0.0001],
    ]);
    expect(table.rowCount).toBe(4);
    expect(table.notes).toEqual([
      '1 rate too old to compare left out: isStale=yes lists them',
      '1 rate of unknown interval left out of the ranking',
    ]);
  });

  it('lists stale rates and unknown intervals where nothing is compared', () => {
    const table = answer('funding asset=SOL');
    expect(cells(table, 'exchange')).toEqual(['binance', 'bybit', 'okx', 'deribit', 'hyperliquid', 'dydx']);
    expect(table.notes).toEqual([]);
  });

  it('ranks stale rates for whoever asks for them', () => {
    expect(cells(answer('funding isStale=yes sort=-apr'), 'exchange')).toEqual(['okx']);
    expect(cells(answer('funding coin=SOL stale=yes,no sort=-apr limit=1'), 'exchange')).toEqual(['okx']);
  });

  it('sorts by another column with the untold last, both ways round', () => {
    expect(cells(answer('funding asset=SOL sort=openInterestUsd'), 'openInterestUsd').at(-1)).toBeUndefined();
    expect(cells(answer('funding asset=SOL sort=-openInterestUsd'), 'openInterestUsd').at(-1)).toBeUndefined();
    expect(cells(answer('funding asset=SOL sort=-oi limit=2'), 'exchange')).toEqual(['okx', 'dydx']);
  });

  it.each([
    ['funding apr>20%', ['bybit', 'binance']],
    ['funding apr<-10%', ['hyperliquid', 'dydx']],
    ['funding rate8h>=0.02% asset=SOL', ['binance', 'bybit']],
    ['funding rate8h=0.02%,0.04%', ['binance', 'bybit']],
    ['funding asset=SOL interval=1h', ['hyperliquid', 'dydx']],
    ['funding asset=SOL interval!=8h', ['hyperliquid', 'dydx']],
    ['funding asset=SOL next<1h', ['hyperliquid']],
    ['funding asset=sol,btc exchange=binance', ['binance', 'binance']],
    ['funding symbol=btcusdt', ['binance']],
    ['funding asset=SOL since=8s', ['bybit', 'deribit', 'hyperliquid', 'dydx']],
    ['funding asset=NONE', []],
  ])('%s', (text, exchanges) => {
    expect([...cells(answer(text), 'exchange')].sort()).toEqual([...exchanges].sort());
  });

  it('covers the time since the oldest of its rates was heard', () => {
    expect(answer('funding asset=SOL apr>1%')).toMatchObject({ fromTime: SAMPLE_TIME - 9 * SECOND, toTime: SAMPLE_TIME });
    expect(answer('funding asset=NONE')).toMatchObject({ fromTime: SAMPLE_TIME, toTime: SAMPLE_TIME, rowCount: 0 });
  });

  it('groups fresh rates: the highest mean first', () => {
    const table = answer('funding group=asset');
    expect(table.columns.map(({ name }) => name)).toEqual([
      'asset',
      'meanRate8h',
      'lowestRate8h',
      'highestRate8h',
      'openInterestUsd',
      'volume24hUsd',
      'count',
    ]);
    const [btc, sol] = cells(table, 'asset', 'lowestRate8h', 'highestRate8h', 'openInterestUsd', 'count');
    expect(btc).toEqual(['BTC', 0.0001, 0.0001, 100, 1]);
    // Of five fresh rows one has no known interval: it counts, and has no rate to compare.
    expect(sol).toEqual(['SOL', -0.0003, 0.0004, 100, 5]);
    expect(cells(table, 'meanRate8h')[1]).toBeCloseTo(0.00005, 12);
  });
});

describe('a query over liquidations', () => {
  it.each([
    ['liquidations', ['a', 'b', 'c', 'd']],
    ['liquidations notional>250k', ['a', 'd']],
    ['liquidations notional>=250k asset=BTC', ['a', 'b', 'd']],
    ['liquidations side=short', ['b']],
    ['liquidations tier>=HIGH', ['a', 'b']],
    ['liquidations tier<HIGH', ['c']],
    ['liquidations tier!=LOW', ['a', 'b', 'c']],
    ['liquidations sort=-tier', ['a', 'b', 'c', 'd']],
    ['liquidations sort=tier', ['c', 'b', 'a', 'd']],
    ['liquidations sort=notional limit=2', ['c', 'b']],
    ['liquidations since=30s', ['a', 'b']],
    ['liquidations time>1m', ['c', 'd']],
    ['liquidations sort=exchange', ['a', 'b', 'c', 'd']],
  ])('%s', (text, expected) => {
    expect(ids(text)).toEqual(expected);
  });

  it('adds up by side and by exchange', () => {
    const names = ['notionalUsd', 'largestUsd', 'count'];
    expect(cells(answer('liquidations asset=BTC group=side'), 'side', ...names)).toEqual([
      ['long', 1_300_000, 1_000_000, 2],
      ['short', 250_000, 250_000, 1],
    ]);
    expect(cells(answer('liquidations group=exchange,side sort=-count limit=1'), 'exchange', 'side', ...names)).toEqual([
      ['binance', 'long', 1_000_000, 1_000_000, 1],
    ]);
    expect(answer('liquidations group=side,asset').columns.map(({ name }) => name)).toEqual(['side', 'asset', ...names]);
    expect(cells(answer('liquidations group=tier sort=-tier'), 'tier')).toEqual(['CRITICAL', 'HIGH', 'MEDIUM', undefined]);
  });

  it('says that a sample is one, and what was never kept', () => {
    const sample = 'binance publishes a sample: counts and sums are at least so large';
    expect(answer('liquidations').notes).toEqual([sample]);
    expect(answer('liquidations exchange=bybit').notes).toEqual([]);
    expect(answer('liquidations exchange=bybit', { minNotionalUsd: 250_000 }).notes).toEqual([
      'only those from $250k on are kept, as --min-notional or the settings say',
    ]);
    expect(answer('funding', { minNotionalUsd: 250_000 }).notes).toEqual([]);
  });

  it('covers what was asked for, or what was seen of it', () => {
    expect(answer('liquidations since=30s').fromTime).toBe(SAMPLE_TIME - 30 * SECOND);
    expect(answer('liquidations asset=NONE').fromTime).toBe(SAMPLE_TIME - 400 * SECOND);
    expect(answer('alerts since=1h').fromTime).toBe(SAMPLE_TIME - 120 * SECOND);
  });

  it('covers no more than a full log still holds', () => {
    const rows = Array.from({ length: 5000 }, (_, back) => ({
      liquidation: liquidation(`n${back}`, { time: SAMPLE_TIME - back * 10 }),
    }));
    const table = answer('liquidations since=1h', { snapshot: sampleSnapshot({ liquidations: rows }), startTime: 0 });
    expect(table.fromTime).toBe(SAMPLE_TIME - 49_990);
  });
});

describe('a query over the rest', () => {
  it('finds spreads by their legs and costs', () => {
    expect(cells(answer('arbitrage long=dydx'), 'asset')).toEqual(['BTC']);
    expect(cells(answer('arbitrage spread>0.02%'), 'asset', 'shortExchange')).toEqual([['BTC', 'bybit']]);
    // (0.0022 − 0.0003) / (0.0003 / 8) is 50.7 h; of SOL's spread 152 h.
    expect(cells(answer('arbitrage sort=breakEven'), 'asset')).toEqual(['BTC', 'SOL']);
    expect(cells(answer('arbitrage breakEven>100h'), 'asset')).toEqual(['SOL']);
  });

  it('finds alerts and feeds', () => {
    expect(cells(answer('alerts kind=feed-down state=raised'), 'exchange', 'message')).toEqual([['okx', 'okx is down']]);
    expect(cells(answer('alerts asset=SOL'), 'id')).toEqual([]);
    expect(cells(answer('feeds state!=live'), 'exchange')).toEqual(['okx']);
    expect(cells(answer('feeds lag>500ms'), 'exchange')).toEqual(['okx']);
    expect(cells(answer('feeds group=state'), 'state', 'count')).toEqual([
      ['live', 2],
      ['reconnecting', 1],
    ]);
  });

  it('brings a column into sight that was asked about', () => {
    const priority = (text: string, name: string) => answer(text).columns.find((column) => column.name === name)?.priority;
    expect(priority('funding', 'predictedFundingRate')).toBeUndefined();
    expect(priority('funding predicted>0', 'predictedFundingRate')).toBeLessThan(1);
    expect(priority('funding sort=-apr', 'apr')).toBeLessThan(1);
  });
});
