import { describe, expect, it } from 'vitest';
import { exchangeIds } from '../../src/domain/instrument.js';
import { cellWidth } from '../../src/ui/cells.js';
import { atTop } from '../../src/ui/list-cursor.js';
import { boardLines } from '../../src/ui/panels/board.js';
import { burstLines } from '../../src/ui/panels/bursts.js';
import { clusterLines } from '../../src/ui/panels/clusters.js';
import { eventTimesLines } from '../../src/ui/panels/event-times.js';
import { feedNoteLines } from '../../src/ui/panels/feed-notes.js';
import { feedsLines } from '../../src/ui/panels/feeds.js';
import { histogramLines } from '../../src/ui/panels/histogram.js';
import { hoursLines } from '../../src/ui/panels/hours.js';
import { liquidationLines } from '../../src/ui/panels/liquidations.js';
import { pacesLines } from '../../src/ui/panels/paces.js';
import { priceLevelLines } from '../../src/ui/panels/price-levels.js';
import { tiersLines } from '../../src/ui/panels/tiers.js';
import { totalsLines } from '../../src/ui/panels/totals.js';
import { createTheme } from '../../src/ui/theme.js';
import { feedRow, SAMPLE_TIME, sampleCoverage, sampleSnapshot } from '../support/sample-snapshot.js';
import { sampleStatistics } from '../support/sample-statistics.js';

const snapshot = sampleSnapshot();
const common = { theme: createTheme({ colors: 0 }), isFocused: true, cursor: atTop, time: SAMPLE_TIME, coverage: sampleCoverage };

const statistics = sampleStatistics(SAMPLE_TIME);
const counted = { statistics, filter: '', exchanges: exchangeIds };
const ofBtc = {
  asset: 'BTC',
  levels: statistics.levels.get('BTC') ?? [],
  rows: snapshot.funding.get('BTC') ?? [],
  isSampled: true,
};

type Size = { readonly width: number; readonly height: number };
const panels = {
  board: (size: Size) =>
    boardLines({
      ...{ ...common, ...size, unit: '8h', rows: snapshot.assets, funding: snapshot.funding, exchanges: exchangeIds },
    }),
  feeds: (size: Size) => feedsLines({ ...common, ...size, rows: snapshot.feeds }),
  notes: (size: Size) => feedNoteLines({ ...common, ...size, feeds: snapshot.feeds }),
  totals: (size: Size) => totalsLines({ ...common, ...size, ...counted, rows: snapshot.liquidations }),
  tiers: (size: Size) => tiersLines({ ...common, ...size, rows: snapshot.liquidations }),
  hours: (size: Size) => hoursLines({ ...common, ...size, statistics }),
  levels: (size: Size) => priceLevelLines({ ...common, ...size, ...ofBtc }),
  clusters: (size: Size) => clusterLines({ ...common, ...size, statistics, asset: 'BTC', isSampled: true }),
  paces: (size: Size) => pacesLines({ ...common, ...size, statistics, exchanges: exchangeIds }),
  times: (size: Size) => eventTimesLines({ ...common, ...size, times: statistics.times }),
  histogram: (size: Size) => histogramLines({ ...common, ...size, filter: '', rows: snapshot.liquidations }),
};

function draw(id: keyof typeof panels, width: number, height: number): readonly string[] {
  return panels[id]({ width, height }).map((line) => line.replace(/\u001b\[[\d;]*m/g, ''));
}

describe.each(Object.keys(panels) as readonly (keyof typeof panels)[])('the %s panel', (id) => {
  it.each([
    [60, 5],
    [80, 21],
    [120, 33],
    [200, 57],
  ])('is exactly %i×%i, framed', (width, height) => {
    const lines = draw(id, width, height);
    expect(lines).toHaveLength(height);
    for (const line of lines) expect(cellWidth(line)).toBe(width);
    expect(lines[0]).toMatch(/^╭─ .*╮$/);
    expect(lines.at(-1)).toMatch(/^╰─.*─╯$/);
  });
});

describe('feeds', () => {
  const plain = (line = ''): string => line.replace(/ +/g, ' ');

  it('say how each exchange is doing, and its connections below it', () => {
    const lines = draw('feeds', 120, 20).map(plain);
    expect(lines[0]).toContain('5 live · 7 connections');
    expect(lines[1]).toContain('EXCHANGE STATE FOR AGE MSG/S LAG P50 P99 MSGS UNREAD REC BUDGET CONNS TOPICS NOTE');
    expect(lines[6]).toContain('okx ↻ reconnecting 3h 0s 12/s 34 ms 212 ms 123K 2 0 401/1680 1/2 46 no message for');
    expect(lines[7]).toContain('├ public-1 ↻ reconnecting 3h 0s 9.3/s 61.7K 1 23 no message for');
    expect(lines[8]).toContain('└ detail-1 ● live 3h 0s 9.3/s 61.7K 0 23');
    expect(lines[9]).toContain('deribit ● live');
  });

  it('give the numbers a place before the words at 80 columns, states and ages at 60', () => {
    expect(draw('feeds', 80, 9)[4]).toMatch(/okx +↻ reconnecting +3h +0s +12\/s +34 ms +212 ms +2 +0 +401\/1680/);
    expect(draw('feeds', 60, 9)[4]).toMatch(/okx +↻ reconnecting +3h +0s +12\/s +34 ms +212 ms │/);
  });

  it('tell why and what went wrong lately where there is room', () => {
    expect(draw('feeds', 200, 9)[4]).toContain('no message for 30 s, try 2 in 1.8 s · 2 unread, the last 3m');
  });

  it('say how near its limit a budget is, in percent where the numbers have no room', () => {
    const budget = (used: number, waitingCount: number, width: number): string => {
      const rows = [feedRow('okx', 'live', { budget: { used, weight: 1680, perMs: 60_000, waitingCount } })];
      return plain(feedsLines({ ...common, width, height: 9, rows })[2]?.replace(/\u001b\[[\d;]*m/g, ''));
    };
    expect(budget(1234, 0, 80)).toContain(' 1234/1680 ');
    expect(budget(1234, 12, 80)).toContain(' 1234/1680 ');
    expect(budget(1234, 12, 200)).toContain(' 1234/1680 +12 ');
    expect(budget(12_345, 0, 80)).toContain(' 735 % ');
  });

  it('tell what is wrong before what is always so', () => {
    const lines = draw('notes', 120, 12);
    expect(lines[1]).toContain('okx reconnecting: no message for 30 s, try 2 in 1.8 s');
    expect(lines[2]).toContain('2 unread, the last 3m ago: okx: px: expected a number, found "abc"');
    expect(lines[4]).toContain('binance     a sample of liquidations: At most one liquidation per symbol and second.');
  });

  it('tell of assets that no exchange lists', () => {
    const feeds = exchangeIds.map((exchange) => feedRow(exchange, 'live', { unlistedAssets: ['NOPE'] }));
    expect(feedNoteLines({ ...common, width: 80, height: 9, feeds })[1]).toContain('no exchange lists NOPE');
  });

  it('say so when nothing is wrong', () => {
    const lines = feedNoteLines({ ...common, width: 80, height: 9, feeds: exchangeIds.map((exchange) => feedRow(exchange)) });
    expect(lines.join('\n')).toContain('every feed is as it should be');
  });
});

describe('totals', () => {
  it('are those of the market, side against side, exchange by exchange', () => {
    const lines = draw('totals', 120, 10);
    expect(lines[1]).toMatch(/EXCHANGE +1 MIN ▼ +1 MIN ▲ +5 MIN ▼ +5 MIN ▲ +HOUR ▼ +HOUR ▲ +24 H ▼ +24 H ▲/);
    expect(lines[2]).toMatch(/all +≥2 \$51\.3K +2 \$10\.8K/);
    expect(lines[3]).toMatch(/ratio +▼ 4\.8×/);
    // bybit publishes all and was heard all day; okx publishes a sample.
    expect(lines[5]).toMatch(/bybit +0 +1 \$5\.4K .* 627 \$95\.7M +396 \$11\.8M/);
    expect(lines[6]).toMatch(/okx +≥1 \$5\.4K/);
    expect(lines[9]).toContain('binance sampled · bybit full · okx sampled · deribit full · hyperliquid none · dydx full');
  });

  it.each([
    [60, 'sampled bin okx · full byb der dyd · none hyp'],
    [80, 'bin sampled · byb full · okx sampled · der full · hyp none · dyd full'],
  ])('say below what they stand on, at %i columns in fewer words', (width, words) => {
    expect(draw('totals', width, 10)[9]).toContain(words);
  });

  it('keep minute, hour and day in a narrow panel, and all before each', () => {
    const lines = draw('totals', 60, 5);
    expect(lines[1]).toMatch(/EXCHANGE 1 MIN ▼ 1 MIN ▲ +HOUR ▼ +HOUR ▲ +24 H ▼ +24 H ▲/);
    expect(lines[2]).toContain('all');
  });

  it('say which windows are longer than the program has run', () => {
    const young = { ...statistics, sinceTime: SAMPLE_TIME - 14 * 60_000 };
    const heading = (one: typeof statistics) =>
      totalsLines({ ...common, ...counted, statistics: one, width: 80, height: 10, rows: [] })[0];
    expect(heading(young)).toContain('HOUR, 24 H since 14 min');
    expect(heading(statistics)).not.toContain('since');
  });

  it('under a filter are counted over the list, and say how far it goes back, in whatever order it stands', () => {
    const rows = [...snapshot.liquidations].reverse();
    const lines = totalsLines({ ...common, ...counted, filter: 'longs', width: 120, height: 10, rows });
    expect(lines[0]).toContain('longs · the list goes back 5 min');
    expect(lines[2]?.replace(/\u001b\[[\d;]*m/g, '')).toMatch(/all +≥6 \$3\.9M +≥3 \$3\.9M/);
  });

  it('never cut a sum: the count gives way', () => {
    const many = Array.from({ length: 12_345 }, () => snapshot.liquidations[0]).filter((row) => row !== undefined);
    const lines = totalsLines({ ...common, ...counted, filter: 'all', width: 120, height: 10, rows: many });
    expect(lines.slice(1, -1).join('\n')).toContain(' $42.6B ');
    expect(lines.slice(1, -1).join('\n')).not.toContain('…');
  });
});

describe('tiers', () => {
  it('are the least there was where a sample took part', () => {
    const lines = draw('tiers', 67, 10);
    // The sample's CRITICAL ones are Deribit's, which publishes all; of the HIGH ones Binance publishes a sample.
    expect(lines[2]).toMatch(/✸ CRITICAL +3 \$11\.7M +2 \$6\.9M/);
    expect(lines[3]).toMatch(/◆ HIGH +≥3 \$1\.4M +≥2 \$824K/);
  });

  it('keep the hour in a narrow panel', () => {
    expect(draw('tiers', 40, 10)[1]).toMatch(/TIER +HOUR ▼ +HOUR ▲/);
  });
});

describe('hours', () => {
  it('tell side against side, the share of longs and the largest, newest first', () => {
    const lines = draw('hours', 60, 13);
    expect(lines[0]).toContain('10 of 24');
    expect(lines[2]).toMatch(/22:00Z +≥\$807K +≥\$374K +68 % +≥48 ▼ \$361K ETH/);
    expect(lines[4]).toMatch(/20:00Z +≥\$419M +≥\$27\.9M +94 % +≥756 ▼ \$1\.1M PEPE/);
  });

  it('stand in the zone of the reader, and hold a day', () => {
    const drawn = hoursLines({ ...common, statistics, width: 100, height: 30, zone: () => 330 });
    expect(drawn[0]).toContain('24 of 24');
    expect(drawn[2]).toContain('03:30+05:30');
  });

  it('without an event are 0, and of a sample that said nothing as well', () => {
    const quiet = { long: { count: 0, notionalUsd: 0 }, short: { count: 0, notionalUsd: 0 } };
    const hours = [{ startTime: SAMPLE_TIME - 800_000, exchanges: [], ...quiet }];
    const line = hoursLines({ ...common, statistics: { ...statistics, hours }, width: 60, height: 6 })[2]?.replace(
      /\u001b\[[\d;]*m/g,
      '',
    );
    expect(line).toMatch(/0 +0 +0/);
    expect(line).not.toContain('≥');
  });
});

describe('price levels', () => {
  it('set longs against shorts at each price, and mark the price of now', () => {
    const lines = draw('levels', 60, 11);
    expect(lines[0]).toMatch(/Price levels BTC .* ▸ mark 67,451\.\d\d · last 24 h/);
    expect(lines.filter((line) => line.slice(1).includes('▸'))).toHaveLength(2);
    expect(lines[3]).toMatch(/≥\$1\.2M +█ ▸ 67,066\.79 ▌ +≥\$1\.4M/);
  });

  it('say so where the price has left them all', () => {
    const rows = ofBtc.rows.map((row) => ({ ...row, markPrice: 90_000 }));
    expect(priceLevelLines({ ...common, ...ofBtc, rows, width: 60, height: 11 })[0]).toContain('mark 90,000.00, above all');
    expect(priceLevelLines({ ...common, ...ofBtc, levels: [], width: 60, height: 11 })[1]).toContain(
      'nothing liquidated of it yet',
    );
  });
});

describe('clusters and sweeps', () => {
  const sweep = {
    startTime: SAMPLE_TIME - 180_000,
    notionalUsd: 120e6,
    intensity: 2.4,
    longShare: 0.93,
    asset: 'ETH',
    outcome: 'open',
  } as const;
  const over = { ...sweep, endTime: SAMPLE_TIME - 60_000 };
  const lines = (sweeps: typeof statistics.sweeps) =>
    clusterLines({
      ...common,
      statistics: { ...statistics, sweeps },
      asset: 'BTC',
      isSampled: false,
      width: 120,
      height: 12,
    }).map((line) => line.replace(/\u001b\[[\d;]*m/g, ''));

  it('tell the largest, how funding goes with it, and what stands before what is over', () => {
    const drawn = lines([sweep]);
    expect(drawn[0]).toContain('1 standing');
    expect(drawn[1]).toMatch(/largest 1h ago +\$1\.1M ▼ long PEPE dydx at/);
    expect(drawn[2]).toMatch(/BTC rate \/ long share: r -0\.17 \(104 × 15 min\)/);
    expect(drawn[3]).toMatch(/sweep +for 3m +\$120M a minute 2\.4× the line ▼ 93 % ETH/);
    expect(drawn[4]).toMatch(/cluster 1h ago/);
  });

  it.each([
    ['cascade', 'cascade 1m ago', 'the price went on and open interest fell'],
    ['sweep', 'sweep   1m ago', 'the price came back'],
    ['open', 'sweep ? 1m ago', 'undecided'],
  ] as const)('call a sweep that is over by what it was: %s', (outcome, name, why) => {
    const line = lines([{ ...over, outcome }])[3];
    expect(line).toContain(name);
    expect(line).toContain(why);
  });

  it('do not make up a correlation', () => {
    const drawn = clusterLines({ ...common, statistics, asset: 'NEW', isSampled: false, width: 80, height: 8 });
    expect(drawn[2]?.replace(/\u001b\[[\d;]*m/g, '')).toContain('NEW rate / long share: – too few quarter hours');
  });
});

describe('paces', () => {
  const drawn = (paces: typeof statistics.paces, width = 80): readonly string[] =>
    pacesLines({ ...common, statistics: { ...statistics, paces }, exchanges: exchangeIds, width, height: 9 }).map((line) =>
      line.replace(/\u001b\[[\d;]*m/g, ''),
    );
  const steady = { eventsPerSecond: 1.5, usdPerSecond: 900, eventsPerMinute: 90, usdPerMinute: 54_000, isWhole: true };

  it('set now against usual, in events and notional, for all and each', () => {
    const usual = { eventsPerMinute: 15, usdPerMinute: 9_000 };
    const pace = { ...steady, usual, eventRatio: 6, usdRatio: 2 };
    const lines = drawn({ all: pace, byExchange: new Map([['bybit', pace]]) });
    expect(lines[0]).toContain('usual: half-life 15 min');
    expect(lines[2]).toMatch(/all +1\.5 +90 +15 +!6\.0× +\$900 +\$54\.0K +\$9\.0K +2\.0×/);
    expect(lines[4]).toMatch(/bybit +1\.5 +90 +15/);
    // Never live: unknown, not nothing.
    expect(lines[3]).toMatch(/binance +– +– +– +– +– +– +– +–/);
  });

  it('have no ratio before what is usual is learned', () => {
    const lines = drawn({ all: steady, byExchange: new Map([['bybit', steady]]) });
    expect(lines[0]).toContain('learning what is usual');
    expect(lines[2]).toMatch(/all +1\.5 +90 +– +–/);
  });

  it('are the least there was of a feed that was down, and nothing is unknown then', () => {
    const down = { ...steady, eventsPerSecond: 0, usdPerSecond: 0, isWhole: false };
    expect(drawn({ all: down, byExchange: new Map([['bybit', down]]) })[4]).toMatch(/bybit +– +≥90 +– +– +– +≥\$54\.0K/);
  });
});

describe('quarter hours', () => {
  it('draw a day, the gaps between events and the densest minute', () => {
    const lines = draw('times', 120, 6);
    expect(lines[0]).toContain('a bar 15 min');
    expect(lines[3]).toMatch(/between events mean 11 s · median 7\.0 s · deviation 11 s \(last 512\)/);
    expect(lines[4]).toMatch(/densest minute 150 events from 20:38:28Z · busiest quarter hour 20:30Z 618 \$444M/);
  });

  it('before the start are a gap', () => {
    const times = { ...statistics.times, quarters: statistics.times.quarters.slice(-4) };
    const line = eventTimesLines({ ...common, times, width: 120, height: 5 })[1] ?? '';
    expect([...line].filter((glyph) => glyph === '┄')).toHaveLength(92);
  });
});

describe('the histogram', () => {
  it('sets notional by tier beside the time between events', () => {
    const lines = draw('histogram', 80, 8);
    expect(lines[1]).toMatch(/✸ CRITICAL █+ +5 \$18\.6M +< 1 s +0/);
    expect(lines[0]).toContain('─ last 5 min ─');
    const filtered = histogramLines({ ...common, width: 80, height: 8, filter: 'BTC · longs', rows: [] });
    expect(filtered[0]).toContain('BTC · longs · last 5 min');
    expect(lines[4]).toMatch(/· LOW +▌ +≥20 \$27\.3K +5–15 s +█+ +39/);
  });
});

describe('liquidations with the screen to themselves', () => {
  const rows = (width: number, zone?: (time: number) => number) =>
    liquidationLines({
      ...common,
      width,
      height: 12,
      filter: '',
      unfilterKey: '0',
      rows: snapshot.liquidations,
      ...(zone ? { zone } : {}),
    });

  it('tell when, how many coins and why', () => {
    const line = rows(200)[2] ?? '';
    for (const text of ['22:13:19Z', '16.2M', '币安人生 long of $3450000, 6 times the usual']) expect(line).toContain(text);
    expect(rows(200, () => 330)[2]).toContain('03:43:19+05:30');
  });

  it('say which key takes away a filter that nothing passes', () => {
    const of = (unfilterKey: string | undefined) =>
      liquidationLines({ ...common, width: 80, height: 6, filter: 'okx', unfilterKey, rows: [] })[1];
    expect(of('&')).toContain('none seen that pass the filter: & shows all');
    expect(of(undefined)).not.toContain('shows all');
  });

  it('keep to who and how much in half a screen', () => {
    expect(rows(100)[1]).not.toContain('WHY');
  });
});

describe('bursts with the screen to themselves', () => {
  const lines = (width: number, height: number) =>
    burstLines({ ...common, width, height, rows: snapshot.bursts }).map((line) => line.replace(/\u001b\[[\d;]*m/g, ''));

  it('draw a bar a second, as tall as there is room', () => {
    const drawn = lines(200, 48);
    expect(drawn).toHaveLength(48);
    expect(drawn[0]).toContain('a bar 1 s');
    // The heading, then four lines of events and four of notional; the name stands at the foot.
    expect(drawn.findIndex((line) => line.includes('binance'))).toBe(5);
    expect(drawn.findIndex((line) => line.includes('bybit'))).toBe(13);
    for (const line of drawn) expect(cellWidth(line)).toBe(200);
  });

  it('show where a feed was down at the foot of the bars, never as nothing', () => {
    expect(lines(200, 48).filter((line) => line.includes('┄'))).toHaveLength(1);
    expect(lines(80, 13).find((line) => line.includes('okx'))).toContain('┄');
  });
});
