import { cleanup, render } from 'ink-testing-library';
import type { ReactElement } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { exchangeIds } from '../../src/domain/instrument.js';
import type { FeedRow } from '../../src/market/snapshot.js';
import { cellWidth } from '../../src/ui/cells.js';
import { bindings } from '../../src/ui/keymap.js';
import { atTop } from '../../src/ui/list-cursor.js';
import { ArbitragePanel } from '../../src/ui/panels/arbitrage.js';
import { BurstsPanel } from '../../src/ui/panels/bursts.js';
import { ChartPanel } from '../../src/ui/panels/chart.js';
import { ExchangesPanel } from '../../src/ui/panels/exchanges.js';
import { FinderPanel } from '../../src/ui/panels/finder.js';
import { Footer } from '../../src/ui/panels/footer.js';
import { FundingPanel } from '../../src/ui/panels/funding.js';
import { HelpPanel } from '../../src/ui/panels/help.js';
import { LiquidationsPanel } from '../../src/ui/panels/liquidations.js';
import { StatusBar } from '../../src/ui/panels/status-bar.js';
import { createTheme } from '../../src/ui/theme.js';
import { utc } from '../../src/ui/zone.js';
import {
  arbitrageRow,
  burstRow,
  feedRow,
  fullFundingRow,
  fundingRow,
  SAMPLE_TIME,
  sampleCoverage,
  sampleSnapshot,
  sampleTerms,
} from '../support/sample-snapshot.js';

afterEach(cleanup);

const theme = createTheme({ colors: 0 });
const snapshot = sampleSnapshot();
const btc = snapshot.funding.get('BTC') ?? [];
const time = SAMPLE_TIME;

/** The text of a panel, without the weight that even a theme without colour gives. */
function linesOf(panel: ReactElement): readonly string[] {
  const frame = render(panel).lastFrame() ?? '';
  return frame.replace(/\u001b\[[\d;]*m/g, '').split('\n');
}

type Size = { readonly width: number; readonly height: number };
const coverage = sampleCoverage;

const chartView = { pasts: new Map(), chartSpan: 'session', time, zone: utc } as const;

const panels = {
  funding: (size: Size) => (
    <FundingPanel
      {...size}
      pasts={new Map()}
      feeds={[]}
      theme={theme}
      isFocused
      asset="BTC"
      unit="8h"
      rows={btc}
      spread8h={0.000162}
      cursor={atTop}
      time={time}
    />
  ),
  liquidations: (size: Size) => (
    <LiquidationsPanel
      {...size}
      filter=""
      unfilterKey="0"
      theme={theme}
      isFocused
      rows={snapshot.liquidations}
      cursor={atTop}
      time={time}
    />
  ),
  arbitrage: (size: Size) => (
    <ArbitragePanel
      {...size}
      theme={theme}
      isFocused
      unit="8h"
      rows={snapshot.arbitrage}
      terms={sampleTerms}
      hasRates
      cursor={atTop}
      time={time}
    />
  ),
  bursts: (size: Size) => (
    <BurstsPanel {...size} theme={theme} isFocused rows={snapshot.bursts} coverage={coverage} time={time} />
  ),
  chart: (size: Size) => <ChartPanel {...size} {...chartView} unit="8h" theme={theme} isFocused asset="BTC" rows={btc} />,
  help: (size: Size) => <HelpPanel {...size} theme={theme} bindings={bindings} offset={0} />,
  finder: (size: Size) => (
    <FinderPanel
      {...size}
      theme={theme}
      query="b"
      matches={snapshot.assets}
      assetCount={5}
      funding={snapshot.funding}
      watch={['ETH', '币安人生']}
      unit="8h"
      index={1}
    />
  ),
  exchanges: (size: Size) => (
    <ExchangesPanel
      {...size}
      theme={theme}
      feeds={snapshot.feeds}
      chosen={['binance']}
      coverage={coverage}
      index={2}
      toggleKey="Space"
      time={time}
    />
  ),
};

function draw(id: keyof typeof panels, size: Size): readonly string[] {
  return linesOf(panels[id](size));
}

describe.each(Object.entries(panels))('the %s panel', (_, panel) => {
  it.each([
    { width: 36, height: 6 },
    { width: 60, height: 12 },
    { width: 98, height: 20 },
  ])('is exactly $width×$height, framed', ({ width, height }) => {
    const lines = linesOf(panel({ width, height }));
    expect(lines).toHaveLength(height);
    for (const line of lines) expect(cellWidth(line)).toBe(width);
    expect(lines[0]).toMatch(/^╭─ .*╮$/);
    expect(lines.at(-1)).toMatch(/^╰─.*─╯$/);
    for (const line of lines.slice(1, -1)) expect(line).toMatch(/^│ .* │$/u);
  });
});

describe('funding', () => {
  function rowsOf(rows: Parameters<typeof FundingPanel>[0]['rows'], width = 120): readonly string[] {
    return linesOf(
      <FundingPanel
        pasts={new Map()}
        feeds={[]}
        unit="8h"
        theme={theme}
        width={width}
        height={9}
        isFocused={false}
        asset="BTC"
        rows={rows}
        spread8h={undefined}
        cursor={atTop}
        time={time}
      />,
    );
  }

  it('shows all there is to know of an instrument', () => {
    const line = rowsOf(btc)[2] ?? '';
    for (const part of [
      'binance',
      'BTCUSDT',
      '+0.01000%',
      '8h',
      '+0.0100%',
      '+10.95%',
      '07:58:59',
      '67,451.25',
      '+0.4',
      '$1.8B',
      '$3.6B',
      '↗',
    ])
      expect(line).toContain(part);
  });

  it('says what it does not know instead of guessing it', () => {
    const line = rowsOf([fundingRow('okx', 'BTC-USDT-SWAP', { fundingRate: 0.0001 })])[2] ?? '';
    expect(line).toMatch(/\+0\.01000% +\? +\? +\? +– +–/);
  });

  it('tells continuous funding from an interval', () => {
    const line = rowsOf(btc.filter(({ exchange }) => exchange === 'deribit'))[2] ?? '';
    expect(line).toMatch(/cont .*always/);
  });

  it('marks a rate that is being settled, and one that is too old', () => {
    expect(rowsOf([fullFundingRow('binance', 'BTCUSDT', 0.0001, 8, { nextFundingTime: time - 1 })])[2]).toContain('settling…');
    expect(rowsOf(btc.filter(({ isStale }) => isStale))[2]).toMatch(/◌ okx .*stale 46s/);
  });

  it('marks the highest and the lowest 8h rate among the fresh ones', () => {
    const stale = fullFundingRow('okx', 'BTC-USD-SWAP', 0.9, 8, { isStale: true });
    const lines = rowsOf([stale, ...btc.filter(({ exchange }) => exchange === 'bybit' || exchange === 'dydx')]);
    expect(lines.filter((line) => line.includes('▲'))).toEqual([expect.stringMatching(/bybit +BTCUSDT .*▲\+0\.0123%/)]);
    expect(lines.filter((line) => line.includes('▼'))).toEqual([expect.stringMatching(/dydx .*▼-0\.0032%/)]);
  });

  it('drops columns in order as it narrows, never the exchange and its rate', () => {
    const known = 'EXCHANGE SYMBOL RATE INT 8H RATE APR NEXT';
    const headers = [200, 134, 120, 112, 96, 76, 60, 40].map((width) =>
      rowsOf(btc, width)[1]
        ?.replace(/[│\s]+/g, ' ')
        .trim(),
    );
    expect(headers).toEqual([
      `${known} PREDICTED LAST PAID MEAN 24H MEAN 7D TO LIMIT HEALTH Z STREAK MARK BASIS bp OI VOL SESSION`,
      `${known} HEALTH Z MARK BASIS bp OI VOL SESSION`,
      `${known} MARK BASIS bp OI VOL SESSION`,
      `${known} MARK BASIS bp OI SESSION`,
      `${known} MARK SESSION`,
      'EXCHANGE SYMBOL RATE INT 8H RATE APR NEXT',
      'EXCHANGE RATE INT 8H RATE APR NEXT',
      'EXCHANGE INT 8H RATE',
    ]);
  });

  it('draws a trend from three samples on, and noise as noise', () => {
    const trendOf = (history: readonly number[]): string | undefined =>
      /\$3\.6B +(.*?) *│$/.exec(rowsOf([fullFundingRow('binance', 'BTCUSDT', 0.0001, 8, { history })])[2] ?? '')?.[1];
    expect(trendOf([0.0001, 0.00011])).toBe('–');
    expect(trendOf([0.0001, 0.00011, 0.00012])).toBe('↗ ▁▅█');
    expect(trendOf([0.0001, 0.0001, 0.0001001])).toBe('↗ ▄▄▅');
  });

  it('waits for the first rates', () => {
    expect(rowsOf([])[1]).toContain('waiting for the first rates');
  });
});

describe('arbitrage', () => {
  function arbitrageOf(width: number, extra: Partial<Parameters<typeof ArbitragePanel>[0]> = {}): readonly string[] {
    const props = { width, height: 6, isFocused: false, terms: sampleTerms, hasRates: true, cursor: atTop, time, theme };
    return linesOf(<ArbitragePanel {...props} unit="8h" rows={snapshot.arbitrage} {...extra} />);
  }

  it('says why there is no pair', () => {
    expect(arbitrageOf(50, { rows: [] })[1]).toContain('no asset fresh on two exchanges');
    expect(arbitrageOf(50, { rows: [], hasRates: false })[1]).toContain('waiting for the first rates');
  });

  it('has net and break-even of the best pairs where it is narrow', () => {
    const lines = arbitrageOf(40);
    expect(lines[1]).toMatch(/! ASSET +LONG SHORT +NET APR +B\/E │/);
    // 0.000212 × 1095 − (0.0021 − 0.0003) × 8760 / 168; 0.0018 / 0.0000265.
    expect(lines[3]).toMatch(/! SOL +dyd {2}byb +\+13\.83% +68h │/);
  });

  it('adds the quotes, then the spread, then the other figures', () => {
    expect(arbitrageOf(60)[3]).toMatch(/! SOL +dyd USD +byb USDT +\+0\.0212% +\+13\.83% +68h +! 1m │/);
    expect(arbitrageOf(100)[3]).toMatch(
      /! SOL +dydx USD +bybit USDT +\+0\.0212% +\+23\.21% +\+13\.83% +68h +\+0\.0636% +! 1m +│/,
    );
  });

  it('tells the alerts from the rest by a sign, and the sign by a word', () => {
    const rows = [arbitrageRow('SOL', 0.000212, 'dydx', 'bybit'), arbitrageRow('BTC', 0.0001, 'okx', 'bybit', null)];
    const lines = arbitrageOf(60, { rows });
    expect(lines[0]).toContain('! 1 alert · net over 7 d');
    expect(lines[2]).toContain('│ ! SOL');
    expect(lines[3]).toContain('│   BTC');
    expect(arbitrageOf(60, { rows: rows.slice(1) })[0]).toContain('no alert');
  });

  it.each([40, 60, 64, 100])('shows the longest common name of an asset in full in %i columns', (width) => {
    const rows = [arbitrageRow('FARTCOIN', 0.0007, 'hyperliquid', 'binance')];
    for (const unit of ['8h', 'apr'] as const) {
      const text = arbitrageOf(width, { rows, unit }).join('\n');
      expect(text).toContain(' FARTCOIN ');
      expect(text.includes('hyperliquid')).toBe(width >= 100);
      expect(text).not.toContain('…');
    }
  });

  it('under the rows tells spread, costs and symbols of the selected one', () => {
    expect(arbitrageOf(60, { isFocused: true }).at(-1)).toContain('─ +0.1300% fees +0.19% gap -0.030% · 币安人生-USD');
  });
});

describe('liquidations', () => {
  it('shows every digit of a small price', () => {
    for (const width of [60, 80, 100]) {
      const line = draw('liquidations', { width, height: 20 }).find((one) => one.includes('PEPE')) ?? '';
      expect(line).toContain(' 0.00000812 ');
    }
  });
});

describe('bursts', () => {
  it('has a line for every exchange that publishes liquidations, and names those that do not', () => {
    const lines = draw('bursts', { width: 60, height: 8 });
    for (const exchange of ['binance', 'bybit', 'okx', 'deribit', 'dydx'])
      expect(lines.slice(1, -1).filter((line) => line.includes(exchange))).toHaveLength(1);
    expect(lines.at(-1)).toContain('hyperliquid publishes no liquidations');
  });

  it('marks the totals of a sample as the least there was', () => {
    const lines = draw('bursts', { width: 60, height: 10 });
    expect(lines.find((line) => line.includes('binance'))).toMatch(/≥172.*≥\$8\.6M/);
    expect(lines.find((line) => line.includes('bybit'))).not.toContain('≥');
  });

  it('shows where the line was down', () => {
    const row = burstRow('bybit', {
      counts: Array.from({ length: 300 }, (_, at) => (at < 270 ? 1 : undefined)),
      notionalsUsd: [],
    });
    const lines = linesOf(
      <BurstsPanel theme={theme} width={100} height={6} isFocused={false} rows={[row]} coverage={coverage} time={time} />,
    );
    expect(lines[2]).toContain(`█${'┄'.repeat(30)}`);
  });

  it('looks back at least a minute at any width', () => {
    for (const width of [36, 60, 98]) {
      const seconds = Number(/last (\d+) s/.exec(draw('bursts', { width, height: 8 })[0] ?? '')?.[1]);
      expect(seconds).toBeGreaterThanOrEqual(60);
    }
  });
});

describe('the chart', () => {
  function chartOf(rows: Parameters<typeof ChartPanel>[0]['rows'], width = 60, height = 10): readonly string[] {
    return linesOf(
      <ChartPanel
        {...chartView}
        theme={theme}
        unit="8h"
        width={width}
        height={height}
        isFocused={false}
        asset="BTC"
        rows={rows}
      />,
    );
  }

  it('tells how far it looks back', () => {
    const history = Array.from({ length: 120 }, (_, at) => at / 1e6);
    expect(chartOf([fundingRow('okx', 'X', { history })])[0]).toContain('last 30 min');
  });

  it('lays histories of different steps over the time they share', () => {
    const sparse = fundingRow('okx', 'X', {
      history: [1, 1, 2, 2].map((rate) => rate / 1e4),
      historyEveryMs: 4000,
      rate8h: 0.0002,
    });
    const dense = fundingRow('bybit', 'X', {
      history: [3, 3, 4, 4].map((rate) => rate / 1e4),
      historyEveryMs: 2000,
      rate8h: 0.0004,
    });
    const lines = chartOf([sparse, dense]);
    expect(lines[0]).toContain('last 8 s');
    expect(lines.slice(2).find((line) => line.includes(' okx '))).toMatch(/[┼┤]─+ {2}okx/);
  });

  it('draws a single instrument, flat or not, and ends in the rate of this moment', () => {
    const flat = chartOf([fundingRow('okx', 'X', { history: [0.0001, 0.0001], rate8h: 0.0001 })]);
    expect(flat.filter((line) => /\+0\.0\d+%┼─+ {2}okx/.test(line))).toHaveLength(1);
    const risen = chartOf([fundingRow('okx', 'X', { history: [0.0001, 0.0001], rate8h: 0.0005 })]);
    expect(risen[2]).toMatch(/\+0\.05\d*%.*okx/);
    expect(risen[1]).toContain('─ okx +0.0500%');
  });

  it('counts the series it has no room to name where they end', () => {
    const rows = exchangeIds.map((exchange) => fundingRow(exchange, 'X', { history: [0.0001, 0.0001], rate8h: 0.0001 }));
    expect(chartOf(rows).some((line) => line.includes(' bin byb +2 '))).toBe(true);
    expect(chartOf(rows, 100, 18).some((line) => line.includes(' bin byb okx +3 '))).toBe(true);
  });

  it('names each series at its end, so that colour is not needed', () => {
    const text = draw('chart', { width: 60, height: 10 }).join('\n');
    for (const tag of ['hyp', 'byb', 'okx', 'bin']) expect(text).toMatch(new RegExp(` ${tag} +`));
  });

  it('waits until there is a line to draw', () => {
    const lines = linesOf(
      <ChartPanel
        {...chartView}
        unit="8h"
        theme={theme}
        width={60}
        height={10}
        isFocused={false}
        asset="BTC"
        rows={[fundingRow('okx', 'X', { history: [1] })]}
      />,
    );
    expect(lines[1]).toContain('collecting');
  });
});

describe('the status bar', () => {
  function statusOf(
    width: number,
    height: number,
    feeds = snapshot.feeds,
    exchangesKey: string | undefined = 'e',
    now = time,
  ): readonly string[] {
    return linesOf(
      <StatusBar
        view="dashboard"
        offsetMinutes={undefined}
        theme={theme}
        width={width}
        height={height}
        asset="BTC"
        feeds={feeds}
        exchangesKey={exchangesKey}
        time={now}
        isDemo={false}
        isPaused={false}
        waiting=""
      />,
    );
  }

  it.each([60, 80, 100])('has a lamp for every exchange in %i columns', (width) => {
    const [first = ''] = statusOf(width, 1);
    expect(cellWidth(first)).toBeLessThanOrEqual(width);
    for (const name of ['bin', 'byb', 'okx', 'der', 'hyp', 'dyd']) expect(first).toContain(name);
  });

  it('tells what flows when all is well', () => {
    const [first = '', second = ''] = statusOf(
      100,
      2,
      snapshot.feeds.map(({ exchange }) => feedRow(exchange)),
    );
    expect(first).toContain('BTC  6 live · 310/s messages · slowest lag 42 ms');
    expect(second).toContain('● der  62/s  0s');
  });

  it('tells of a trouble it has no room for that there is one more', () => {
    const feeds = snapshot.feeds.map(({ exchange }) => feedRow(exchange, 'blocked', { reason: 'HTTP 451' }));
    expect(statusOf(80, 2, feeds)[0]).toMatch(/ ✖ binance blocked: HTTP 451 \+5 more/);
    expect(statusOf(120, 2, feeds)[0]).toContain('✖ okx blocked: HTTP 451 +3 more');
    const long = [feedRow('okx', 'blocked', { reason: 'x'.repeat(200) }), feedRow('dydx', 'stale')];
    expect(statusOf(80, 2, long)[0]).toMatch(/✖ okx blocked: x+… \+1 more/);
    expect(cellWidth(statusOf(80, 2, long)[0] ?? '')).toBeLessThanOrEqual(80);
  });

  it('tells of an asset that no exchange lists, beside what flows or behind what is wrong', () => {
    const feeds = snapshot.feeds.map(({ exchange }) => feedRow(exchange, 'live', { unlistedAssets: ['NOPE'] }));
    expect(statusOf(100, 2, feeds)[0]).toContain('6 live · 310/s messages · slowest lag 42 ms  no exchange lists NOPE ');
    expect(statusOf(80, 2, feeds)[0]).toContain('6 live · 310/s messages  no exchange lists NOPE ');
    expect(statusOf(60, 2, feeds)[0]).toContain('  no exchange lists NOPE ');
    const blocked = feeds.map((feed) =>
      feed.exchange === 'okx' ? { ...feed, state: 'blocked' as const, reason: 'HTTP 451' } : feed,
    );
    expect(statusOf(100, 2, blocked)[0]).toContain('✖ okx blocked: HTTP 451  no exchange lists NOPE');
    const partly = feeds.map((feed) => (feed.exchange === 'okx' ? feedRow('okx') : feed));
    expect(statusOf(100, 2, partly)[0]).not.toContain('NOPE');
  });

  it('tells of what went wrong for ten minutes, and then no more', () => {
    const lastFault = { text: 'px: no number', time: SAMPLE_TIME };
    const feeds = [feedRow('okx', 'live', { unreadCount: 1, lastFault })];
    const at = (later: number): string => statusOf(120, 2, feeds, 'e', SAMPLE_TIME + later)[0] ?? '';
    expect(at(1000)).toContain(' 1 unread: okx: px: no number ');
    expect(at(600_000)).toContain('1 unread');
    expect(at(600_001)).not.toContain('unread');
  });

  it('leaves a fact out rather than cutting it', () => {
    const faulty = snapshot.feeds.map(({ exchange }) =>
      feedRow(exchange, 'live', { unreadCount: 1, lastFault: { text: 'px: no number', time: SAMPLE_TIME - 5000 } }),
    );
    expect(statusOf(60, 2, faulty)[0]).toMatch(/6 live · 310\/s messages +6 unread/);
    expect(statusOf(90, 2, faulty)[0]).toMatch(/messages · slowest lag 42 ms +6 unread/);
  });

  it.each([
    [120, '↻ okx retry 45s', '● hyperliquid 112/s  0s', '○ dydx   off'],
    [100, '↻ okx retry 45s', '● hyp 112/s  0s', '○ dyd   off'],
    [80, '↻okx   0 45s', '●hyp 112  0s', '○dyd off'],
    [60, '↻okx 45s', '●hyp  0s', '○dyd'],
  ])('tells state, rate and age of every exchange in %i columns', (width, ...parts) => {
    const feeds = snapshot.feeds.map((feed) =>
      feed.exchange === 'okx'
        ? { ...feed, messagesPerSecond: 0, lastMessageTime: time - 45_000 }
        : feed.exchange === 'dydx'
          ? feedRow('dydx', 'off')
          : feed,
    );
    const second = statusOf(width, 2, feeds)[1] ?? '';
    for (const part of parts) expect(second).toContain(part);
    expect(cellWidth(second)).toBeLessThanOrEqual(width);
  });

  it('says how to go on when everything is off', () => {
    expect(statusOf(100, 2, [feedRow('okx', 'off')])[0]).toContain('every exchange is off: e switches one on');
    expect(statusOf(100, 2, [feedRow('okx', 'off')], '&')[0]).toContain('every exchange is off: & switches one on');
  });
});

describe('the footer', () => {
  function footerOf(troubles: readonly FeedRow[]): readonly string[] {
    return linesOf(
      <Footer
        notice={undefined}
        theme={theme}
        width={60}
        bindings={bindings}
        mode="main"
        moment={{ unmet: new Set(), others: new Set() }}
        version="1.2.3"
        troubles={troubles}
        time={time}
      />,
    );
  }

  it('tells the worst trouble where the status has no line for it', () => {
    const [line = ''] = footerOf(snapshot.feeds);
    expect(line).toContain('q quit');
    expect(line).toContain('↻ okx reconnecting');
    expect(cellWidth(line.trimEnd())).toBeLessThanOrEqual(60);
  });

  it('tells of an asset that no exchange lists, when nothing is worse', () => {
    expect(footerOf([feedRow('okx', 'live', { unlistedAssets: ['NOPE'] })])[0]).toContain('no exchange lists NOPE');
    expect(footerOf([feedRow('okx', 'live', { unlistedAssets: [] })])[0]).toContain('1.2.3');
  });
});
