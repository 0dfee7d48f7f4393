import { cleanup, render } from 'ink-testing-library';
import type { ReactElement } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { cellWidth } from '../../src/ui/cells.js';
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
import {
  burstRow,
  feedRow,
  fullFundingRow,
  fundingRow,
  SAMPLE_TIME,
  sampleCoverage,
  sampleSnapshot,
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

const panels = {
  funding: (size: Size) => (
    <FundingPanel {...size} theme={theme} isFocused asset="BTC" rows={btc} spread8h={0.000162} cursor={atTop} time={time} />
  ),
  liquidations: (size: Size) => (
    <LiquidationsPanel {...size} theme={theme} isFocused rows={snapshot.liquidations} cursor={atTop} time={time} />
  ),
  arbitrage: (size: Size) => (
    <ArbitragePanel {...size} theme={theme} isFocused rows={snapshot.arbitrage} threshold={0.00005} cursor={atTop} time={time} />
  ),
  bursts: (size: Size) => (
    <BurstsPanel {...size} theme={theme} isFocused rows={snapshot.bursts} coverage={coverage} time={time} />
  ),
  chart: (size: Size) => <ChartPanel {...size} theme={theme} isFocused asset="BTC" rows={btc} />,
  help: (size: Size) => <HelpPanel {...size} theme={theme} offset={0} />,
  finder: (size: Size) => <FinderPanel {...size} theme={theme} query="b" matches={snapshot.assets} assetCount={5} index={1} />,
  exchanges: (size: Size) => (
    <ExchangesPanel
      {...size}
      theme={theme}
      feeds={snapshot.feeds}
      chosen={['binance']}
      coverage={coverage}
      index={2}
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
    expect(lines.at(-1)).toMatch(/^╰─+╯$/);
    for (const line of lines.slice(1, -1)) expect(line).toMatch(/^│ .* │$/u);
  });
});

describe('funding', () => {
  function rowsOf(rows: Parameters<typeof FundingPanel>[0]['rows'], width = 120): readonly string[] {
    return linesOf(
      <FundingPanel
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
    expect(line).toMatch(/\+0\.01000% +\? +– +– +– +–/);
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
    const headers = [112, 96, 76, 60, 40].map((width) =>
      rowsOf(btc, width)[1]
        ?.replace(/[│\s]+/g, ' ')
        .trim(),
    );
    expect(headers).toEqual([
      'EXCHANGE SYMBOL RATE INT 8H RATE APR NEXT MARK BAS bp OI TREND',
      'EXCHANGE SYMBOL RATE INT 8H RATE APR NEXT MARK TREND',
      'EXCHANGE SYMBOL RATE INT 8H RATE APR NEXT',
      'EXCHANGE RATE INT 8H RATE APR NEXT',
      'EXCHANGE RATE INT',
    ]);
  });

  it('waits for the first rates', () => {
    expect(rowsOf([])[1]).toContain('waiting for the first rates');
  });
});

describe('arbitrage', () => {
  it('names the line that no pair crosses', () => {
    const lines = linesOf(
      <ArbitragePanel
        theme={theme}
        width={50}
        height={6}
        isFocused={false}
        rows={[]}
        threshold={0.00005}
        cursor={atTop}
        time={time}
      />,
    );
    expect(lines[1]).toContain('none above 0.005 % per 8h');
  });

  it('tells where to be long and short, what it pays and when it is even', () => {
    const lines = draw('arbitrage', { width: 60, height: 9 });
    expect(lines[3]).toMatch(/SOL +dydx +bybit +\+0\.0212% \+23\.21% +72h +1m/);
  });
});

describe('bursts', () => {
  it('says of an exchange that publishes none that it does not', () => {
    expect(draw('bursts', { width: 60, height: 10 }).find((line) => line.includes('hyperliquid'))).toContain('not published');
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
  it('names each series at its end, so that colour is not needed', () => {
    const text = draw('chart', { width: 60, height: 10 }).join('\n');
    for (const tag of ['hyp', 'byb', 'okx', 'bin']) expect(text).toMatch(new RegExp(` ${tag} +`));
  });

  it('waits until there is a line to draw', () => {
    const lines = linesOf(
      <ChartPanel
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
  function statusOf(width: number, height: number, feeds = snapshot.feeds): readonly string[] {
    return linesOf(
      <StatusBar
        theme={theme}
        width={width}
        height={height}
        asset="BTC"
        feeds={feeds}
        time={time}
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
    const [, second = ''] = statusOf(
      100,
      2,
      snapshot.feeds.map(({ exchange }) => feedRow(exchange)),
    );
    expect(second).toContain('6 live · 310/s messages · oldest data 0s · slowest lag 42 ms');
  });

  it('says how to go on when everything is off', () => {
    expect(statusOf(100, 2, [feedRow('okx', 'off')])[1]).toContain('every exchange is off: press e');
  });
});

describe('the footer', () => {
  it('tells the worst trouble where the status has no line for it', () => {
    const [line = ''] = linesOf(
      <Footer theme={theme} width={60} mode="main" version="1.2.3" troubles={snapshot.feeds} time={time} />,
    );
    expect(line).toContain('q quit');
    expect(line).toContain('↻ okx reconnecting');
    expect(cellWidth(line.trimEnd())).toBeLessThanOrEqual(60);
  });
});
