import { afterEach, describe, expect, it } from 'vitest';
import { exchangeIds } from '../../src/domain/instrument.js';
import { themeNames } from '../../src/ui/palettes.js';
import { runScreen, type Screen, type ScreenOptions } from '../../src/ui/run-screen.js';
import type { ColorDepth } from '../../src/ui/theme.js';
import { createCell } from '../../src/ui/use-market.js';
import { type Appearance, usualAppearance } from '../../src/ui/view-state.js';
import { createFakeTerminal, type FakeTerminal } from '../support/fake-terminal.js';
import { sampleCoverage, sampleSnapshot } from '../support/sample-snapshot.js';

const running: Screen[] = [];
afterEach(() => {
  for (const screen of running.splice(0)) screen.stop();
});

const sizes = [
  [80, 24],
  [120, 36],
] as const;

interface Setting {
  readonly colors?: ColorDepth;
  readonly appearance?: Partial<Appearance>;
  readonly asset?: string;
}

function open(
  [columns, rows]: readonly [number, number],
  { colors = 256, appearance = {}, asset = 'BTC' }: Setting,
): FakeTerminal {
  const terminal = createFakeTerminal(columns, rows);
  const options: ScreenOptions = {
    market: createCell(sampleSnapshot()),
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    writeSync: terminal.writeSync,
    suspend: () => undefined,
    colors,
    version: '1.2.3',
    isDemo: false,
    initial: { exchanges: exchangeIds, asset, appearance: { ...usualAppearance, ...appearance } },
    coverage: sampleCoverage,
    localZone: () => 0,
    onExchanges: () => undefined,
    onCopy: () => 'copied',
  };
  running.push(runScreen(options));
  return terminal;
}

/** The foreground of the first cell of `text`, as the emulator has it: -1 is the default. */
async function inkOf(terminal: FakeTerminal, text: string): Promise<number> {
  const lines = await terminal.lines();
  const y = lines.findIndex((line) => line.includes(text));
  expect(y, `a line with ${text}`).toBeGreaterThan(-1);
  return (
    terminal.emulator.buffer.active
      .getLine(y)
      ?.getCell((lines[y] ?? '').indexOf(text))
      ?.getFgColor() ?? Number.NaN
  );
}

/** Columns in which the borders of the panels stand, by row. */
async function borders(terminal: FakeTerminal, side: string): Promise<readonly (readonly number[])[]> {
  const lines = await terminal.lines();
  const buffer = terminal.emulator.buffer.active;
  return lines.map((_, y) =>
    Array.from({ length: terminal.emulator.cols }, (_cell, x) => x).filter(
      (x) => buffer.getLine(y)?.getCell(x)?.getChars() === side,
    ),
  );
}

describe.each(sizes)('at %i×%i', (...size) => {
  it.each(themeNames)('%s says the same as every other theme: no meaning by colour alone', async (theme) => {
    const usual = await open(size, {}).lines();
    expect(await open(size, { appearance: { theme } }).lines()).toEqual(usual);
    expect(await open(size, { appearance: { theme, upColor: 'red' } }).lines()).toEqual(usual);
    expect(await open(size, { appearance: { theme }, colors: 0 }).lines()).toEqual(usual);
  });

  it('mono and NO_COLOR write no colour', async () => {
    const colorCode = /\u001b\[(?:\d+;)*(?:[34]\d|9\d|10\d)(?:;\d+)*m/;
    expect(open(size, { appearance: { theme: 'mono' } }).writes.join('')).not.toMatch(colorCode);
    expect(open(size, { colors: 0, appearance: { theme: 'light' } }).writes.join('')).not.toMatch(colorCode);
    expect(open(size, {}).writes.join('')).toMatch(colorCode);
  });

  it('ASCII mode is the same picture in ASCII, but for names in other scripts', async () => {
    const usual = await open(size, {}).lines();
    const lines = await open(size, { appearance: { isAscii: true } }).lines();
    expect(lines.join('\n').replace(/[币安人生]/g, '')).toMatch(/^[\x20-\x7e\n]*$/);
    expect(lines.map((line) => line.length)).toEqual(usual.map((line) => line.length));
    expect(lines.join('\n')).toContain('! CRIT');
  });

  it.each(['│', '|'])('names of wide letters leave every border %s where it is', async (side) => {
    const appearance = { isAscii: side === '|' };
    const terminal = open(size, { asset: '币安人生', appearance });
    expect(await terminal.text()).toMatch(/Funding 币安人生/);
    const found = await borders(terminal, side);
    const usual = await borders(open(size, { asset: 'ETH', appearance }), side);
    // The axis of the chart stands where the digits of its labels end.
    const ends = (columns: readonly number[]): readonly number[] => [columns[0] ?? -1, columns.at(-1) ?? -1];
    expect(found.map(ends)).toEqual(usual.map(ends));
    expect(found.filter((columns) => columns.length > 0).length).toBeGreaterThan(12);
  });
});

describe('the colours', () => {
  it('of rising and falling swap', async () => {
    const usual = open([120, 36], {});
    const swapped = open([120, 36], { appearance: { upColor: 'red' } });
    expect(await inkOf(swapped, '▲ short')).toBe(await inkOf(usual, '▼ long'));
    expect(await inkOf(swapped, '▼ long')).toBe(await inkOf(usual, '▲ short'));
  });

  it('differ from theme to theme', async () => {
    const inks = await Promise.all(
      (['dark', 'light', 'color-blind', 'mono'] as const).map((theme) =>
        inkOf(open([120, 36], { appearance: { theme } }), '▼ long'),
      ),
    );
    expect(new Set(inks).size).toBe(4);
    expect(inks.at(-1)).toBe(-1);
  });
});
