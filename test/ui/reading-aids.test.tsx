import { afterEach, describe, expect, it } from 'vitest';
import { exchangeIds } from '../../src/domain/instrument.js';
import type { MarketSnapshot } from '../../src/market/snapshot.js';
import { runScreen, type Screen } from '../../src/ui/run-screen.js';
import { createCell } from '../../src/ui/use-market.js';
import { alert } from '../support/alerts.js';
import { createFakeTerminal, type FakeTerminal } from '../support/fake-terminal.js';
import { feedRow, liquidation, sampleCoverage, sampleSnapshot } from '../support/sample-snapshot.js';

const running: Screen[] = [];
afterEach(() => {
  for (const screen of running.splice(0)) screen.stop();
});

interface Story {
  readonly terminal: FakeTerminal;
  readonly screen: Screen;
  readonly listenerCount: () => number;
  readonly copied: readonly string[];
  readonly publish: (snapshot: MarketSnapshot) => Promise<void>;
}

function open(columns = 120, rows = 36, snapshot = sampleSnapshot()): Story {
  const terminal = createFakeTerminal(columns, rows);
  const cell = createCell(snapshot);
  let listeners = 0;
  const market = {
    ...cell,
    subscribe: (listener: () => void): (() => void) => {
      const stop = cell.subscribe(listener);
      listeners += 1;
      return () => {
        listeners -= 1;
        stop();
      };
    },
  };
  const copied: string[] = [];
  const screen = runScreen({
    market,
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    writeSync: terminal.writeSync,
    suspend: () => undefined,
    colors: 256,
    version: '1.2.3',
    isDemo: false,
    initial: { exchanges: exchangeIds },
    coverage: sampleCoverage,
    localZone: () => 330,
    onExchanges: () => undefined,
    onCopy: (text) => {
      copied.push(text);
      return 'copied';
    },
  });
  running.push(screen);
  return {
    terminal,
    screen,
    listenerCount: () => listeners,
    copied,
    publish: async (next) => {
      market.set(next);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('units', () => {
  it('change the main figure of every panel, and the headings say so', async () => {
    const { terminal } = open();
    const shows = async (...words: readonly string[]): Promise<void> => {
      const text = await terminal.text();
      for (const word of words) expect(text).toContain(word);
    };
    await shows('▲+0.0130%', 'best spread +0.0162% per 8h', 'SPRD 8H', 'BTC 8h rate over time');
    await terminal.press('u');
    await shows('▲+14.23%', 'best spread +17.74% APR', 'SPRD APR', 'BTC APR over time');
    await terminal.press('u');
    await shows('▲+0.00162%', 'best spread +0.0162% per 8h');
    await terminal.press('u');
    await shows('1H RATE', '▲+0.00162%', 'best spread +0.00202% per 1h', 'SPREAD 1H', 'BTC 1h rate over time');
    await terminal.press('u');
    await shows('▲+0.0130%');
  });
});

describe('the clock', () => {
  it('is UTC or local, and says which', async () => {
    const { terminal } = open();
    expect((await terminal.lines())[0]).toContain('22:13:20Z');
    await terminal.press('t');
    expect((await terminal.lines())[0]).toContain('03:43:20+05:30');
    await terminal.press('t');
    expect((await terminal.lines())[0]).toContain('22:13:20Z');
  });
});

describe('evidence', () => {
  it('of an instrument is its whole record', async () => {
    const { terminal } = open();
    await terminal.press('jjj\r');
    const text = await terminal.text();
    for (const part of [
      'Funding of bybit BTCUSDT',
      '+0.01230%  per 8h, longs pay shorts',
      '+0.0123%  × 8 / 8',
      '2023-11-15 06:12:19Z  in 07:58:59',
      'predicted       not told',
      'last paid       +0.01107%',
      'sampled         90 times  every 15 s',
      '0s ago, at 2023-11-14 22:13:19Z',
    ])
      expect(text).toContain(part);
  });

  it("of a liquidation tells the rule's reason and what else was closed then", async () => {
    const { terminal } = open(120, 45);
    await terminal.press('\tj\r');
    const text = await terminal.text();
    for (const part of [
      'Liquidation of PEPE',
      '▼ long  a forced sell',
      '◇ MEDIUM  by rule',
      'PEPE long of $57960',
      'Of PEPE within 60 s',
      '-36.5 s',
    ])
      expect(text).toContain(part);
  });

  it('of a spread spells out the way to its break-even', async () => {
    const { terminal } = open(120, 60);
    await terminal.press('\t\tj\r');
    const text = await terminal.text();
    for (const part of [
      'Arbitrage of SOL',
      'dydx SOL-USD',
      '+0.0180% − -0.0032%, short − long',
      '+0.2100% − 0.0300%',
      '68h  +0.1800% / +0.00265% per hour',
    ])
      expect(text).toContain(part);
  });

  it('scrolls, follows the market, and closes on Esc', async () => {
    const { terminal, publish } = open(80, 24);
    await terminal.press('\tG\rG');
    expect(await terminal.text()).toContain('Liquidation of BTC');
    await publish(sampleSnapshot({ liquidations: [] }));
    expect(await terminal.text()).toContain('no longer listed, as last seen');
    await terminal.press('\u001b');
    expect(await terminal.text()).not.toContain('Liquidation of BTC');
  });

  it('writes its times in the zone of choice', async () => {
    const { terminal } = open();
    await terminal.press('t\r');
    expect(await terminal.text()).toContain('2023-11-15 11:42:19+05:30');
  });
});

describe('the list of feeds', () => {
  it('goes from exchange to exchange, opens one with all its connections, and copies it', async () => {
    const { terminal, copied } = open(120, 45);
    await terminal.press('6jj');
    await terminal.press('\r');
    const text = await terminal.text();
    for (const part of ['Feed of okx', 'no message for 30 s, try 2 in 1.8 s', 'public-1', 'detail-1', '401/1680  in 60 s'])
      expect(text).toContain(part);
    await terminal.press('y');
    expect(JSON.parse(copied[0] ?? '')).toMatchObject({ type: 'feed', exchange: 'okx', budget: { used: 401 } });
  });

  it('tells how a feed is now, even while the picture is held', async () => {
    const { terminal, publish } = open(120, 45);
    await terminal.press('6jj \r');
    const { feeds } = sampleSnapshot();
    const live = feeds.map((feed) => (feed.exchange === 'okx' ? feedRow('okx') : feed));
    await publish(sampleSnapshot({ feeds: live }));
    expect(await terminal.text()).toMatch(/state +● live/);
  });

  it('keeps the cursor on its exchange while connections come and go', async () => {
    const { terminal, publish } = open(120, 45);
    await terminal.press('6jj');
    const { feeds } = sampleSnapshot();
    await publish(sampleSnapshot({ feeds: feeds.map((feed) => ({ ...feed, connections: [] })) }));
    await terminal.press('\r');
    expect(await terminal.text()).toContain('Feed of okx');
  });
});

describe('copying', () => {
  it('takes the selected row as one record of the contract, and says so for a moment', async () => {
    const { terminal, copied, publish } = open();
    await terminal.press('jjjy');
    expect((await terminal.lines()).at(-1)).toContain('copied the ticker as JSON');
    await terminal.press('\tjy');
    await terminal.press('\ty');
    expect(copied.map((line) => JSON.parse(line))).toMatchObject([
      { type: 'ticker', exchange: 'bybit', symbol: 'BTCUSDT', fundingRate: 0.000123, fundingIntervalHours: 8 },
      { type: 'liquidation', id: 'l38', asset: 'PEPE', side: 'long' },
      { type: 'arbitrage', asset: '币安人生', feesRoundTrip: 0.0019, long: { exchange: 'binance' } },
    ]);
    for (const line of copied) expect(line).not.toMatch(/history|isStale|\n/);
    await publish(sampleSnapshot({ time: sampleSnapshot().time + 5_000 }));
    expect((await terminal.lines()).at(-1)).not.toContain('copied');
  });

  it('takes the row whose evidence is open', async () => {
    const { terminal, copied } = open();
    await terminal.press('\tjj\ry');
    expect(JSON.parse(copied[0] ?? '')).toMatchObject({ type: 'liquidation', id: 'l37' });
  });
});

describe('the filter of the liquidations', () => {
  it('leaves out what is not asked for, says so in the title, and is cleared by 0', async () => {
    const { terminal } = open(200, 60);
    await terminal.press('o');
    expect(await terminal.text()).toMatch(/Liquidations · BTC ─+ 8 ─/);
    await terminal.press('v');
    await terminal.press('v');
    expect(await terminal.text()).toContain('Liquidations · BTC · HIGH+');
    await terminal.press(']');
    expect(await terminal.text()).toContain('Liquidations · ETH · HIGH+');
    await terminal.press('0nnd');
    expect(await terminal.text()).toContain('Liquidations · longs · ≥$50.0K');
    await terminal.press('0');
    expect(await terminal.text()).toMatch(/Liquidations ─+ 1–\d+ of 40 /);
  });

  it('moves the cursor among what passes it', async () => {
    const { terminal, copied } = open();
    await terminal.press('\toj');
    await terminal.press('y');
    expect(JSON.parse(copied[0] ?? '')).toMatchObject({ id: 'l30', asset: 'BTC' });
  });
});

describe('sorting', () => {
  const assets = async ({ terminal }: Story): Promise<readonly string[]> =>
    (await terminal.lines()).flatMap((line) => / (?:◇|◆|✸|·) \S+ +\S+ \S+ +(\S+)/.exec(line)?.[1] ?? []);

  it('goes through the columns in sight, the heading says which and which way', async () => {
    const { terminal } = open();
    const heading = async (): Promise<string> => (await terminal.lines()).find((line) => line.includes('EXCHANGE ')) ?? '';
    await terminal.press('sss');
    expect(await heading()).toContain('RATE↓');
    const order = async (): Promise<readonly string[]> =>
      (await terminal.lines()).flatMap((line) => /^│ .*?([-+]\d\.\d{5})%/.exec(line)?.[1] ?? []);
    const falling = await order();
    expect(falling.map(Number)).toEqual(falling.map(Number).sort((a, b) => b - a));
    await terminal.press('S');
    expect(await heading()).toContain('RATE↑');
    expect(await order()).toEqual([...falling].reverse());
  });

  it('stands still while the cursor is away from the top, and moves again when it is back', async () => {
    const story = open();
    const { terminal, publish, copied } = story;
    await terminal.press('\tsssss');
    const before = await assets(story);
    expect((await terminal.text()).includes('USD↓')).toBe(true);
    await terminal.press('j');
    const rows = sampleSnapshot().liquidations;
    const grown = rows.map((row, index) =>
      index === 20 ? { ...row, liquidation: { ...row.liquidation, notionalUsd: 9e9 } } : row,
    );
    await publish(sampleSnapshot({ liquidations: grown }));
    expect(await assets(story)).toEqual(before);
    await terminal.press('k');
    expect(await terminal.text()).toContain('$9.0B');
    await terminal.press('y');
    expect(JSON.parse(copied[0] ?? '')).toMatchObject({ notionalUsd: 9e9 });
  });
});

describe('the digest of an absence', () => {
  it('tells on w what happened since the last key, even when another key came first', async () => {
    const { terminal, publish } = open(120, 45);
    await terminal.press('k');
    const later = sampleSnapshot().time + 8 * 3_600_000;
    const came = liquidation('new', { side: 'short', notionalUsd: 7_654_000, time: later - 900, receivedAt: later - 800 });
    await publish(
      sampleSnapshot({
        time: later,
        liquidations: [{ liquidation: came, tier: 'CRITICAL', by: 'rule', reason: 'huge' }, ...sampleSnapshot().liquidations],
        alerts: [{ alert: alert('DOGE: long okx, short dydx:', 'raised', { time: later - 720_000 }), isMuted: false }],
      }),
    );
    await terminal.press('j');
    await terminal.press('w');
    const text = await terminal.text();
    for (const part of [
      'Since your last key',
      '8 h: 2023-11-14 22:13:20Z to 2023-11-15 06:13:20Z',
      'in all          1  $7.7M',
      '✸ CRITICAL 1',
      '▲ short BTC $7.7M on binance',
      'Alerts: 1 raised, 0 of them cleared; 1 stand now',
      '! stands 12m',
      'DOGE: long okx, short dydx',
    ])
      expect(text).toContain(part);
    await terminal.press('w');
    expect(await terminal.text()).not.toContain('Since your last key');
  });

  it('stops looking when the screen is over', async () => {
    const { screen, listenerCount } = open();
    screen.stop();
    await screen.done;
    expect(listenerCount()).toBe(0);
  });
});
