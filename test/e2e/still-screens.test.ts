// The whole screen, cell by cell, over a market that stands still. `npx vitest run --project e2e still-screens -u` writes what is
// expected anew; what changed is then to be read in the diff.
import { describe, expect, it } from 'vitest';
import { themeNames } from '../../src/ui/palettes.js';
import { bundled } from './bundled.js';
import { expectClosedFrames, expectNothingOutside, expectRightAligned, framesOf, type Glyphs, glyphsOf } from './frames.js';
import { looksOf, textOf } from './picture.js';
import { openTerminal, type TerminalRun } from './terminal.js';

const program = bundled('test/support/still-screen.ts');

const sizes = [
  [60, 15],
  [80, 24],
  [120, 36],
  [200, 60],
] as const;
const usualSizes = sizes.slice(1, 3);
/** From here on the status takes two lines, and every panel of the dashboard has its place. */
const WHOLE_ROWS = 20;
const reduced = ['Funding BTC', 'Liquidations'];
const whole = [...reduced, 'Arbitrage', 'Bursts', 'BTC 8h rate over time'];

/** The last titles: only where panels stand side by side. */
const views: readonly (readonly [key: string, name: string, titles: readonly string[], wide?: readonly string[]])[] = [
  ['2', 'board', ['Board']],
  ['3', 'liquidations', ['Totals', 'Liquidations'], ['Tiers', 'Hours', 'Price levels BTC', 'Clusters and sweeps']],
  ['4', 'arbitrage', ['Arbitrage', 'Quarantined']],
  ['5', 'bursts', ['Pace', 'Bursts', 'Quarter hours'], ['Notional by tier']],
  ['6', 'feeds', ['Feeds', 'What they say', 'Language model']],
  ['7', 'alerts', ['Alerts', 'Who is called']],
];
const WIDE_COLUMNS = 112;
const overlays = [
  ['?', 'help', 'Keys'],
  ['/e', 'finder', 'Find an asset'],
  ['\r', 'evidence', 'Funding of binance BTCUSDT'],
  ['w', 'away', 'Since your last key'],
  ['e', 'exchanges', 'Exchanges'],
] as const;

/** Headings over numbers, times and ages. */
const numeric = [
  ...['RATE', 'INT', '8H RATE', 'APR', 'NEXT', 'MARK', 'BASIS bp', 'OI', 'VOL'],
  ...['AGE', 'USD', 'PRICE', 'SIZE'],
  ...['PREDICTED', 'LAST PAID', 'MEAN 24H', 'MEAN 7D', 'TO LIMIT', 'Z', 'STREAK'],
  ...['PAID IN', 'SPREAD', 'SPRD 8H', 'SPREAD 8H', 'FEES', 'GAP', 'B/E'],
  ...['FOR', 'MSG/S', 'LAG P50', 'P99', 'MSGS', 'UNR', 'REC'],
  ...['EV/S', 'EV/MIN', 'USUAL', 'RATIO', 'USD/S', 'USD/MIN'],
];

function openStill(columns: number, rows: number, theme = 'dark'): TerminalRun {
  return openTerminal(process.execPath, { columns, rows, args: [program, theme] });
}

/** As soon as the market is there, these words are, and no frame is half drawn. */
async function settled(run: TerminalRun, words: readonly string[], isTrue = (_: readonly string[]) => true): Promise<Glyphs> {
  await run.until(
    words.join(', '),
    (lines) =>
      ['22:13:20Z', ...words].every((word) => lines.some((line) => line.includes(word))) && isTrue(lines) && run.isSettled(),
  );
  return glyphsOf(await run.cells());
}

const linesOf = (glyphs: Glyphs): readonly string[] => glyphs.map((row) => row.join(''));

function expectPlainWords(glyphs: Glyphs): void {
  expect(linesOf(glyphs).join('\n')).not.toMatch(/undefined|NaN|null|Infinity|\[object/);
}

/** Of a screen of panels side by side and under each other. */
function expectSoundPanels(glyphs: Glyphs, titles: readonly string[]): void {
  const rows = glyphs.length;
  const first = rows < WHOLE_ROWS ? 1 : 2;
  expectPlainWords(glyphs);
  expectClosedFrames(glyphs.slice(first, -1));
  expectNothingOutside(glyphs, first, rows - 1);
  for (const row of glyphs.slice(first, -1)) expect((row[0] ?? '') + (row.at(-1) ?? '')).toMatch(/^(╭╮|││|╰╯)$/);
  const edges = framesOf(glyphs).map(({ edge }) => edge);
  for (const title of titles)
    expect(
      edges.filter((edge) => edge.startsWith(`─ ${title}`)),
      title,
    ).toHaveLength(1);
  expect(edges).toHaveLength(titles.length);
}

describe.each(sizes)('the dashboard at %i×%i', (columns, rows) => {
  const titles = rows < WHOLE_ROWS ? reduced : whole;

  it.each(themeNames)('in the theme %s', async (theme) => {
    const run = openStill(columns, rows, theme);
    const glyphs = await settled(run, titles);
    expectSoundPanels(glyphs, titles);
    expect(expectRightAligned(glyphs, numeric)).toBeGreaterThan(rows);
    await expect(textOf(linesOf(glyphs))).toMatchFileSnapshot(`screens/dashboard-${columns}x${rows}.txt`);
    await expect(looksOf(await run.cells())).toMatchFileSnapshot(`screens/dashboard-${columns}x${rows}.${theme}.txt`);
    expect(run.scrolled()).toBe(0);
  });
});

describe.each(usualSizes)('at %i×%i', (columns, rows) => {
  const file = (name: string): string => `screens/${name}-${columns}x${rows}.txt`;

  it('every view', async () => {
    const run = openStill(columns, rows);
    for (const [key, name, always, wide = []] of views) {
      const titles = columns < WIDE_COLUMNS ? always : [...always, ...wide];
      run.press(key);
      const glyphs = await settled(run, [...titles, ` ${name} `]);
      expectSoundPanels(glyphs, titles);
      expectRightAligned(glyphs, numeric);
      await expect(textOf(linesOf(glyphs))).toMatchFileSnapshot(file(name));
    }
  });

  it('every overlay, and what is under it stays', async () => {
    const run = openStill(columns, rows);
    const under = await settled(run, whole);
    for (const [keys, name, title] of overlays) {
      run.press(keys);
      const glyphs = await settled(run, [`─ ${title}`]);
      expectPlainWords(glyphs);
      expectOnTop(glyphs, under, title);
      await expect(textOf(linesOf(glyphs))).toMatchFileSnapshot(file(name));
      run.press('\u001b');
      const after = await settled(run, whole, (lines) => !lines.some((line) => line.includes(`─ ${title}`)));
      expect(linesOf(after)).toEqual(linesOf(under));
    }
  });

  it('the command line, with what may be typed', async () => {
    const run = openStill(columns, rows);
    await settled(run, whole);
    run.press(':theme ');
    const glyphs = await settled(run, [':theme ▏', 'color-blind']);
    expectSoundPanels(glyphs, whole);
    await expect(textOf(linesOf(glyphs))).toMatchFileSnapshot(file('command-line'));
  });
});

it.each(usualSizes)('the chart of 30 days at %i×%i', async (columns, rows) => {
  const run = openStill(columns, rows);
  await settled(run, whole);
  run.press('c');
  const titles = [...whole.slice(0, -1), 'BTC 8h rate as paid'];
  const glyphs = await settled(run, titles);
  expectSoundPanels(glyphs, titles);
  await expect(textOf(linesOf(glyphs))).toMatchFileSnapshot(`screens/chart-30d-${columns}x${rows}.txt`);
});

/** One closed frame of that title; around it everything but the footer is as it was, save the word about a selected row. */
function expectOnTop(glyphs: Glyphs, under: Glyphs, title: string): void {
  const frame = framesOf(glyphs).find(({ edge }) => edge.startsWith(`─ ${title}`));
  expect(frame, `the frame of ${title} in\n${linesOf(glyphs).join('\n')}`).toBeDefined();
  if (frame === undefined) return;
  const isUnder = (x: number, y: number): boolean => x >= frame.left && x <= frame.right && y >= frame.top && y <= frame.bottom;
  const outside = (all: Glyphs): readonly string[] =>
    all
      .slice(0, -1)
      .map((row, y) => row.map((glyph, x) => (isUnder(x, y) ? '' : glyph)).join(''))
      .filter((_, y) => !under[y]?.join('').includes('last paid'));
  expect(outside(glyphs)).toEqual(outside(under));
}

it('without colour every tier, side, state and trend has a sign or a word', async () => {
  const run = openStill(120, 36, 'mono');
  const text = linesOf(await settled(run, whole)).join('\n');
  expect(run.raw()).not.toMatch(/\u001b\[(?:\d+;)*(?:[34]\d|9\d|10\d)(?:;\d+)*m/);
  for (const word of ['◇ MED', '· LOW', '◆ HIGH', '▲ short', '▼ long', '● binance', '↻ okx retry', '◌ dydx stale', '◌ okx'])
    expect(text).toContain(word);
  for (const word of ['▲+0.0130%', '▼-0.0032%', '↗ ', '↘ ']) expect(text).toContain(word);
  run.press('3');
  const listed = linesOf(await settled(run, ['Totals'])).join('\n');
  for (const word of ['✸ CRITICAL', '◆ HIGH', '◇ MEDIUM', '· LOW', '▼ LONGS', '▲ SHORTS', 'SHORTS ▲'])
    expect(listed).toContain(word);
});
