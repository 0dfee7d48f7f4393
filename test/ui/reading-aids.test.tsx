import { afterEach, describe, expect, it } from 'vitest';
import { exchangeIds } from '../../src/domain/instrument.js';
import type { MarketSnapshot } from '../../src/market/snapshot.js';
import { runScreen, type Screen } from '../../src/ui/run-screen.js';
import { createCell } from '../../src/ui/use-market.js';
import { createFakeTerminal, type FakeTerminal } from '../support/fake-terminal.js';
import { sampleCoverage, sampleSnapshot } from '../support/sample-snapshot.js';

const running: Screen[] = [];
afterEach(() => {
  for (const screen of running.splice(0)) screen.stop();
});

interface Story {
  readonly terminal: FakeTerminal;
  readonly publish: (snapshot: MarketSnapshot) => Promise<void>;
}

function open(columns = 120, rows = 36, snapshot = sampleSnapshot()): Story {
  const terminal = createFakeTerminal(columns, rows);
  const market = createCell(snapshot);
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
    spreadThreshold: 0.00005,
    coverage: sampleCoverage,
    localZone: () => 330,
    onExchanges: () => undefined,
  });
  running.push(screen);
  return {
    terminal,
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
