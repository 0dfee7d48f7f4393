import { afterEach, describe, expect, it } from 'vitest';
import { exchangeIds } from '../../src/domain/instrument.js';
import type { Binding } from '../../src/ui/keymap.js';
import type { Reading } from '../../src/ui/reading.js';
import { reboundBindings } from '../../src/ui/rebound-keys.js';
import type { CopyOutcome } from '../../src/ui/row-controls.js';
import { runScreen, type Screen } from '../../src/ui/run-screen.js';
import { createCell } from '../../src/ui/use-market.js';
import { createFakeTerminal, type FakeTerminal } from '../support/fake-terminal.js';
import { sampleCoverage, sampleSnapshot } from '../support/sample-snapshot.js';

const running: Screen[] = [];
afterEach(() => {
  for (const screen of running.splice(0)) screen.stop();
});

interface Options {
  readonly size?: readonly [columns: number, rows: number];
  readonly bindings?: readonly Binding[];
  readonly copied?: CopyOutcome;
  readonly reading?: Reading;
  readonly snapshot?: ReturnType<typeof sampleSnapshot>;
}

interface Story extends FakeTerminal {
  readonly footer: () => Promise<string>;
  readonly readings: readonly Reading[];
  readonly assets: readonly string[];
}

function open({ size = [120, 36], bindings, copied = 'copied', reading, snapshot = sampleSnapshot() }: Options = {}): Story {
  const terminal = createFakeTerminal(...size);
  const { stdin, stdout, writeSync } = terminal;
  const readings: Reading[] = [];
  const assets: string[] = [];
  const screen = runScreen({
    ...{ market: createCell(snapshot), stdin, stdout, writeSync, coverage: sampleCoverage, colors: 256 },
    ...{ version: '1.2.3', isDemo: false, localZone: () => 0 },
    ...(bindings === undefined ? {} : { bindings }),
    initial: { exchanges: exchangeIds, ...(reading === undefined ? {} : { reading }) },
    suspend: () => undefined,
    onExchanges: () => undefined,
    onAsset: (asset) => void assets.push(asset),
    onReading: (next) => void readings.push(next),
    onCopy: () => copied,
  });
  running.push(screen);
  return { ...terminal, footer: async () => (await terminal.lines()).at(-1) ?? '', readings, assets };
}

describe('panels', () => {
  it('are gone through with h and l as with Tab', async () => {
    const story = open();
    await story.press('l\r');
    expect(await story.text()).toContain('Liquidation of');
    await story.press('\u001b');
    await story.press('h\r');
    expect(await story.text()).toContain('Funding of');
  });
});

describe('a key that is of no use now', () => {
  const useless: readonly (readonly [keys: string, said: string])[] = [
    ['2h', 'no other panel to go to here'],
    ['2z', 'this panel has all the room already'],
    ['2]', 'no asset to change on this screen'],
    ['2y', 'no row to copy here'],
    ['2n', 'no liquidations on this screen'],
    ['5j', 'nothing to go through here'],
    ['5u', 'no rates on this screen'],
    ['S', 'nothing sorted here: s chooses a column'],
    ['8', '1 dashboard  2 board  3 liquidations  4 arbitrage  5 bursts  6 feeds'],
  ];

  it.each(useless)('%s says so and changes nothing', async (keys, said) => {
    const story = open();
    await story.press(keys);
    expect(await story.footer()).toContain(said);
    expect(story.assets).toEqual([]);
    expect(story.readings).toEqual([]);
  });

  it('says so until the next key', async () => {
    const story = open();
    await story.press('S');
    await story.press('?');
    expect(await story.footer()).not.toContain('nothing sorted');
  });

  it('names the keys as the settings have them', async () => {
    const story = open({ bindings: reboundBindings({ 'sort-next': ['i'], 'view-board': ['b'], 'view-feeds': [] }) });
    await story.press('S');
    expect(await story.footer()).toContain('i chooses a column');
    await story.press('9');
    expect(await story.footer()).toContain('1 dashboard  b board  3 liquidations  4 arbitrage  5 bursts  feeds');
  });
});

describe('sorting', () => {
  const heading = async (story: Story): Promise<string> => (await story.lines()).find((line) => line.includes('EXCHANGE')) ?? '';

  it('goes back to the column before, and from none to the last', async () => {
    const story = open();
    await story.press('sss');
    expect(await heading(story)).toContain('RATE↓');
    await story.press('<');
    expect(await heading(story)).toContain('SYMBOL↓');
    await story.press('>');
    expect(await heading(story)).toContain('RATE↓');
    await story.press('<<<<');
    expect(await heading(story)).toContain('VOL↓');
  });
});

describe('an asset taken by name', () => {
  it('is on the screen then, from whatever view', async () => {
    const story = open();
    await story.press('4/eth\r');
    expect(await story.text()).toContain('Funding ETH');
    await story.press('5:asset SOL\r');
    expect(await story.text()).toContain('Funding SOL');
    expect(story.assets).toEqual(['ETH', 'SOL']);
  });

  it('stays in the list that is of one asset', async () => {
    const story = open();
    await story.press('3o/eth\r');
    expect(await story.text()).toContain('Liquidations · ETH');
  });

  it('from the board can be opened further: its instruments have the focus', async () => {
    const story = open();
    await story.press('ll2\r\r');
    expect(await story.text()).toContain('Funding of');
  });
});

describe('an overlay', () => {
  it('scrolled past its end comes back with the next key', async () => {
    const story = open({ size: [80, 24] });
    await story.press('?');
    const position = async (): Promise<string> => /(\d+–\d+) of \d+/.exec(await story.text())?.[1] ?? '';
    await story.press('GGjjjj');
    const end = await position();
    await story.press('k');
    const [first = 0, last = 0] = end.split('–').map(Number);
    expect(await position()).toBe(`${first - 1}–${last - 1}`);
    await story.press('g');
    expect(await position()).toMatch(/^1–/);
    await story.press('\u0004');
    expect(Number((await position()).split('–')[0])).toBe(1 + Math.trunc(last - first + 1) / 2);
  });

  it('offers scrolling where there is something to scroll', async () => {
    const long = open({ size: [80, 24] });
    await long.press('?');
    expect(await long.footer()).toContain('scroll');
    const whole = open({ size: [120, 110] });
    await whole.press('?');
    expect(await whole.footer()).not.toContain('scroll');
  });
});

describe('the list of exchanges', () => {
  it('tells all of what an exchange withholds, in the smallest pane too', async () => {
    const story = open({ size: [60, 15] });
    await story.press('e');
    for (const id of exchangeIds) {
      const text = (await story.text()).replace(/[│\s]+/g, ' ');
      expect(text).toContain(sampleCoverage[id].note);
      await story.press('j');
    }
  });

  it('names its key as the settings have it', async () => {
    const story = open({ bindings: reboundBindings({ toggle: ['x'] }) });
    await story.press('e');
    expect(await story.text()).toContain('x switches');
  });
});

describe('evidence in the smallest pane', () => {
  it('goes on under itself instead of being cut', async () => {
    const story = open({ size: [60, 15] });
    await story.press('ll\r');
    const seen: string[] = [];
    for (let page = 0; page < 6; page += 1) {
      seen.push(...(await story.lines()).slice(1, -1));
      await story.press('\u001b[6~');
    }
    const text = seen.join('\n').replace(/[│\s]+/g, ' ');
    expect(text).toContain('taker, in and out: 2 × (0.0500% + 0.0450%)');
    expect(text).toContain('+0.1268% − -0.0032%, short − long');
    await story.press('k');
    expect(await story.text()).toMatch(/\d+–\d+ of \d+/);
  });
});

describe('what was chosen', () => {
  it('is told for the next start, and taken at it', async () => {
    const story = open();
    await story.press('utn');
    await story.press(':min 250k\r');
    const chosen = story.readings.at(-1);
    expect(chosen).toEqual({ unit: 'apr', clock: 'local', filter: { isAssetOnly: false, minNotionalUsd: 250_000 } });
    const next = open({ ...(chosen === undefined ? {} : { reading: chosen }) });
    const text = await next.text();
    for (const part of ['best spread +17.74% APR', '22:13:20+00', 'Liquidations · ≥$250K']) expect(text).toContain(part);
  });
});

describe('copying', () => {
  it.each([
    ['too-long', 'too long to copy through the terminal'],
    ['busy', 'not copied: the terminal is behind'],
  ] as const)('that comes to %s says so', async (copied, said) => {
    const story = open({ copied });
    await story.press('y');
    expect(await story.footer()).toContain(said);
  });
});
