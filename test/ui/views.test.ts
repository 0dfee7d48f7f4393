import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { exchangeIds } from '../../src/domain/instrument.js';
import type { MarketSnapshot } from '../../src/market/snapshot.js';
import { layout, MIN_COLUMNS, MIN_ROWS, type PanelId } from '../../src/ui/layout.js';
import { runScreen, type Screen } from '../../src/ui/run-screen.js';
import { createCell } from '../../src/ui/use-market.js';
import { initialView, reduce, type ViewAction } from '../../src/ui/view-state.js';
import { type ViewId, viewIds } from '../../src/ui/views.js';
import { createFakeTerminal, type FakeTerminal } from '../support/fake-terminal.js';
import { fullFundingRow, sampleCoverage, sampleSnapshot } from '../support/sample-snapshot.js';

const running: Screen[] = [];
afterEach(() => {
  for (const screen of running.splice(0)) screen.stop();
});

interface Story {
  readonly terminal: FakeTerminal;
  readonly publish: (snapshot: MarketSnapshot) => Promise<void>;
  readonly assets: readonly string[];
}

function open(columns: number, rows: number, snapshot = sampleSnapshot()): Story {
  const terminal = createFakeTerminal(columns, rows);
  const market = createCell(snapshot);
  const assets: string[] = [];
  const { stdin, stdout, writeSync } = terminal;
  const screen = runScreen({
    ...{ market, stdin, stdout, writeSync, coverage: sampleCoverage, colors: 256, version: '1.2.3' },
    ...{ isDemo: false, initial: { exchanges: exchangeIds }, localZone: () => 0 },
    suspend: () => terminal.stdin.setRawMode(false),
    onExchanges: (exchanges) => void assets.push(...exchanges),
    onAsset: (asset) => void assets.push(asset),
    onCopy: () => 'copied',
  });
  running.push(screen);
  const publish = async (next: MarketSnapshot): Promise<void> => {
    market.set(next);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { terminal, publish, assets };
}

const titles: Readonly<Record<ViewId, readonly string[]>> = {
  dashboard: ['Funding BTC', 'Liquidations', 'Arbitrage', 'Bursts', 'BTC 8h rate over time'],
  board: ['Board'],
  liquidations: ['Totals', 'Liquidations'],
  arbitrage: ['Arbitrage', 'Quarantined'],
  bursts: ['Bursts', 'Pace', 'Quarter hours'],
  feeds: ['Feeds', 'What they say'],
  alerts: ['Alerts', 'Who is called'],
};

describe('the number keys', () => {
  it.each([
    [80, 24],
    [120, 36],
    [200, 60],
  ])('at %i×%i lead to seven views that fill the pane', async (columns, rows) => {
    const { terminal } = open(columns, rows);
    for (const [index, view] of viewIds.entries()) {
      await terminal.press(String(index + 1));
      const lines = await terminal.lines();
      for (const title of titles[view]) expect(lines.join('\n')).toContain(`╭─ ${title}`);
      expect(lines[0]).toContain(`${index + 1} ${view === 'dashboard' ? 'BTC' : view}`);
      expect(lines.at(-2)).toMatch(/^╰.*╯$/);
      expect(lines.at(-1)).toContain('1–7 views');
    }
  });

  it('show what they show in the smallest pane as well', async () => {
    const { terminal } = open(60, 15);
    for (const [index, view] of viewIds.entries()) {
      await terminal.press(String(index + 1));
      expect(await terminal.text()).toContain(view === 'dashboard' ? 'Funding BTC' : titles[view].at(view === 'bursts' ? 0 : -1));
    }
  });

  it('come back to the dashboard as it was left', async () => {
    const { terminal } = open(120, 36);
    await terminal.press('\t\t');
    const before = await terminal.lines();
    await terminal.press('3jj61');
    expect(await terminal.lines()).toEqual(before);
  });
});

describe('zoom', () => {
  it('gives the focused panel the whole body, and takes it back', async () => {
    const { terminal } = open(120, 36);
    const before = await terminal.lines();
    await terminal.press('\tz');
    const text = await terminal.text();
    expect(text).toContain('╭─ Liquidations');
    expect(text).not.toContain('Arbitrage');
    expect((await terminal.lines())[2]).toMatch(/^╭─ Liquidations .*╮$/);
    await terminal.press('z\u001b[Z');
    expect(await terminal.lines()).toEqual(before);
  });

  it('follows the focus, and Escape leaves it', async () => {
    const { terminal } = open(120, 36);
    await terminal.press('z\t\t');
    expect((await terminal.lines())[2]).toContain('╭─ Arbitrage');
    await terminal.press('\u001b');
    expect(await terminal.text()).toContain('Funding BTC');
  });

  it('leaves the totals out of the view of liquidations', async () => {
    const { terminal } = open(80, 24);
    await terminal.press('3z');
    expect(await terminal.text()).not.toContain('Totals');
  });
});

describe('a walk over the board', () => {
  function manyAssets(): MarketSnapshot {
    const names = Array.from({ length: 620 }, (_, at) => `C${String(at).padStart(3, '0')}`);
    return sampleSnapshot({
      assets: names.map((asset, at) => ({ asset, instrumentCount: 1, spread8h: at / 1e6, volume24hUsd: 1e9 - at })),
      funding: new Map(names.map((asset, at) => [asset, [fullFundingRow('okx', asset, (300 - at) / 1e6, 8, { asset })]])),
    });
  }

  it('goes by rows, by pages and to both ends', async () => {
    const { terminal } = open(80, 24, manyAssets());
    await terminal.press('2');
    expect(await terminal.text()).toContain('1–18 of 620');
    await terminal.press('G');
    expect(await terminal.text()).toContain('603–620 of 620');
    await terminal.press('g\u001b[6~j');
    expect((await terminal.lines()).at(-2)).toContain('C019');
  });

  it('ends at the dashboard of the asset under the cursor', async () => {
    const { terminal, assets } = open(80, 24, manyAssets());
    await terminal.press('2jj\r');
    expect(await terminal.text()).toContain('Funding C002');
    expect(assets).toEqual(['C002']);
  });

  it('can be sorted by what stands in a column', async () => {
    const { terminal } = open(80, 24, manyAssets());
    const first = async (): Promise<string | undefined> => (await terminal.lines())[4];
    await terminal.press('2');
    expect(await first()).toContain('C000');
    // asset, binance, bybit, okx …
    await terminal.press('ssss');
    expect(await first()).toContain('C000');
    await terminal.press('S');
    expect(await first()).toContain('C619');
  });

  it('backs out step by step: to the top, then to the dashboard', async () => {
    const { terminal } = open(80, 24, manyAssets());
    await terminal.press('2jjj');
    expect((await terminal.lines()).at(-2)).toContain('C003');
    await terminal.press('\u001b');
    expect((await terminal.lines()).at(-2)).toContain('C000');
    await terminal.press('\u001b');
    expect(await terminal.text()).toContain('Funding C000');
  });
});

describe('the state of the views', () => {
  const start = initialView({ exchanges: exchangeIds });
  const reached = (...actions: readonly ViewAction[]) => actions.reduce(reduce, start);

  it('gives the focus to the panel of the view, and back where it was', () => {
    const away = reached({ type: 'focus', by: 2 }, { type: 'show-view', view: 'feeds' }, { type: 'show-view', view: 'board' });
    expect(away).toMatchObject({ view: 'board', focus: 'board' });
    expect(reduce(away, { type: 'show-view', view: 'dashboard' })).toMatchObject({ view: 'dashboard', focus: 'arbitrage' });
  });

  it('ends the zoom with another view, and moves no focus where there is one panel', () => {
    expect(reached({ type: 'zoom' }, { type: 'show-view', view: 'bursts' }).isZoomed).toBe(false);
    expect(reached({ type: 'show-view', view: 'bursts' }, { type: 'focus', by: 1 }).focus).toBe('bursts');
  });
});

describe('the layout of a view', () => {
  const focusOf = (view: ViewId): PanelId => (view === 'dashboard' ? 'chart' : view);
  const table: readonly (readonly [columns: number, rows: number, view: ViewId, isZoomed: boolean, boxes: string])[] = [
    [80, 24, 'board', false, 'board 80×21+2'],
    [80, 24, 'liquidations', false, 'totals 80×10+2, liquidations 80×11+12'],
    [80, 24, 'liquidations', true, 'liquidations 80×21+2'],
    [80, 24, 'bursts', false, 'paces 80×9+2, bursts 80×7+11, times 80×5+18'],
    [80, 24, 'feeds', false, 'feeds 80×13+2, notes 80×4+15, model 80×4+19'],
    [120, 36, 'feeds', false, 'feeds 120×23+2, notes 120×6+25, model 120×4+31'],
    [80, 24, 'dashboard', true, 'chart 80×21+2'],
    [80, 24, 'arbitrage', false, 'arbitrage 80×18+2, quarantine 80×3+20'],
    [120, 36, 'arbitrage', false, 'arbitrage 120×28+2, quarantine 120×5+30'],
    [
      120,
      36,
      'liquidations',
      false,
      'totals 80×10+2, tiers 40×10+2, liquidations 60×13+12, hours 60×13+12, levels 60×10+25, clusters 60×10+25',
    ],
    [200, 60, 'bursts', false, 'paces 200×9+2, bursts 200×39+11, histogram 100×9+50, times 100×9+50'],
    [60, 15, 'liquidations', false, 'totals 60×6+1, liquidations 60×7+7'],
    [60, 15, 'bursts', false, 'paces 60×6+1, bursts 60×7+7'],
    [60, 15, 'feeds', false, 'feeds 60×9+1, notes 60×4+10'],
  ];

  it.each(table)('at %i×%i: %s, zoomed %s', (columns, rows, view, isZoomed, boxes) => {
    const panels = layout(columns, rows, focusOf(view), view, isZoomed)?.panels ?? new Map();
    expect([...panels].map(([id, { y, width, height }]) => `${id} ${width}×${height}+${y}`).join(', ')).toBe(boxes);
  });

  it('covers the whole body at every size, with the focused panel on it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: MIN_COLUMNS, max: 320 }),
        fc.integer({ min: MIN_ROWS, max: 120 }),
        fc.constantFrom(...viewIds),
        fc.boolean(),
        (columns, rows, view, isZoomed) => {
          const found = layout(columns, rows, focusOf(view), view, isZoomed);
          if (!found?.panels.has(focusOf(view))) return false;
          const area = [...found.panels.values()].reduce((sum, { width, height }) => sum + width * height, 0);
          return area === columns * (rows - found.status.height - found.footer.height);
        },
      ),
    );
  });
});
