import { afterEach, describe, expect, it } from 'vitest';
import { type ExchangeId, exchangeIds } from '../../src/domain/instrument.js';
import type { MarketSnapshot } from '../../src/market/snapshot.js';
import { runScreen, type Screen, type ScreenOptions } from '../../src/ui/run-screen.js';
import { LEAVE_SCREEN } from '../../src/ui/screen-writer.js';
import { createCell } from '../../src/ui/use-market.js';
import { createFakeTerminal, type FakeTerminal } from '../support/fake-terminal.js';
import { liquidationRows, SAMPLE_TIME, sampleCoverage, sampleSnapshot } from '../support/sample-snapshot.js';

interface Story {
  readonly terminal: FakeTerminal;
  readonly screen: Screen;
  readonly publish: (snapshot: MarketSnapshot) => Promise<void>;
  readonly calls: { readonly exchanges: (readonly ExchangeId[])[]; readonly assets: string[]; suspended: number };
}

const running: Screen[] = [];
afterEach(() => {
  for (const screen of running.splice(0)) screen.stop();
});

interface Setting extends Partial<Pick<ScreenOptions, 'isDemo' | 'initial' | 'colors'>> {
  readonly snapshot?: MarketSnapshot;
  readonly isTTY?: boolean;
}

function open(columns: number, rows: number, { snapshot = sampleSnapshot(), isTTY = true, ...extra }: Setting = {}): Story {
  const terminal = createFakeTerminal(columns, rows, { isTTY });
  const market = createCell(snapshot);
  const calls: Story['calls'] = { exchanges: [], assets: [], suspended: 0 };
  const screen = runScreen({
    market,
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    writeSync: terminal.writeSync,
    suspend: () => {
      calls.suspended += 1;
    },
    colors: 256,
    version: '1.2.3',
    isDemo: false,
    initial: { exchanges: exchangeIds },
    coverage: sampleCoverage,
    localZone: () => 330,
    onExchanges: (exchanges) => void calls.exchanges.push(exchanges),
    onCopy: () => 'copied',
    onAsset: (asset) => void calls.assets.push(asset),
    ...extra,
  });
  running.push(screen);
  const publish = async (next: MarketSnapshot): Promise<void> => {
    market.set(next);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { terminal, screen, publish, calls };
}

function lineWith(lines: readonly string[], text: string): string {
  const found = lines.find((line) => line.includes(text));
  expect(found, `a line with ${text} in\n${lines.join('\n')}`).toBeDefined();
  return found ?? '';
}

describe('what is on the screen', () => {
  it.each([
    [80, 24],
    [120, 36],
    [200, 60],
  ])('at %i×%i shows every panel and fills the pane', async (columns, rows) => {
    const { terminal } = open(columns, rows);
    const lines = await terminal.lines();
    for (const title of ['Funding BTC', 'Liquidations', 'Arbitrage', 'Bursts', 'BTC 8h rate over time']) lineWith(lines, title);
    expect(lines[0]).toContain('22:13:20Z');
    expect(lines.at(-1)).toContain('q quit');
    expect(terminal.emulator.buffer.active.baseY).toBe(0);
  });

  it('tells the state and the reason of a feed that is not live, and the last unreadable frame', async () => {
    const lines = await open(120, 36).terminal.lines();
    expect(lines[0]).toContain('↻ okx reconnecting: no message for 30 s, try 2 in 1.8 s');
    expect(lines[0]).toContain('2 unread: okx: px: expect');
    expect(lines[1]).toContain('● binance  62/s  0s  ● bybit  37/s  0s  ↻ okx retry  0s');
  });

  it('knows every exchange before any is heard of', async () => {
    const snapshot = {
      ...sampleSnapshot({ assets: [], funding: new Map(), feeds: [], bursts: [] }),
      liquidations: [],
      arbitrage: [],
    };
    const lines = await open(120, 36, { snapshot, initial: { exchanges: ['binance', 'okx'] } }).terminal.lines();
    expect(lines[0]).toContain('◐ connecting: binance, okx ');
    expect(lines[1]).toContain('◐ binance  conn   –  ○ bybit   off');
  });

  it('marks the demo', async () => {
    expect((await open(120, 36, { isDemo: true }).terminal.lines())[0]).toContain('DEMO');
    expect((await open(120, 36).terminal.lines())[0]).not.toContain('DEMO');
  });

  it('says what size it needs when the pane is too small, and recovers when it grows', async () => {
    const { terminal } = open(50, 10);
    expect(await terminal.text()).toContain('fundmon needs 60×15, this is 50×10');
    await terminal.resize(80, 24);
    expect(await terminal.text()).toContain('Funding BTC');
    expect(await terminal.text()).not.toContain('needs');
  });

  it('follows the pane as it changes, without a leftover', async () => {
    const { terminal } = open(120, 36);
    await terminal.resize(80, 24);
    const fresh = await open(80, 24).terminal.lines();
    expect(await terminal.lines()).toEqual(fresh);
  });

  it('writes nothing when the next snapshot looks the same', async () => {
    const { terminal, publish } = open(120, 36);
    const before = terminal.writes.length;
    await publish(sampleSnapshot({ time: SAMPLE_TIME + 250 }));
    expect(terminal.writes).toHaveLength(before);
  });

  it('writes little when only the clocks move', async () => {
    const { terminal, publish } = open(120, 36);
    const before = terminal.writes.length;
    await publish({ ...sampleSnapshot(), time: SAMPLE_TIME + 1000 });
    const written = terminal.writes.slice(before);
    expect(written).toHaveLength(1);
    expect(written.join('').length).toBeLessThan(1500);
  });

  it('lets no control character of an exchange through', async () => {
    const base = sampleSnapshot();
    const evil = '\u001b]0;owned\u0007\u001b[2J';
    const [row] = base.liquidations;
    const { terminal } = open(200, 60, {
      snapshot: {
        ...base,
        liquidations: row ? [{ ...row, reason: evil, liquidation: { ...row.liquidation, asset: evil } }] : [],
        feeds: base.feeds.map((feed) => ({
          ...feed,
          state: 'blocked',
          reason: evil,
          lastFault: { text: evil, time: base.time },
          unreadCount: 1,
        })),
        assets: [{ asset: evil, instrumentCount: 1 }],
      },
    });
    await terminal.press('\t');
    const drawn = terminal.writes.slice(1).join('');
    expect(drawn).not.toContain('\u0007');
    expect(drawn).not.toMatch(/\u001b\]|\u001b\[2J/);
    expect(await terminal.text()).toContain('owned');
  });

  it('keeps every meaning without colour', async () => {
    const { terminal } = open(120, 36, { colors: 0 });
    expect(terminal.writes.join('')).not.toMatch(/\u001b\[(?:\d+;)*(?:[34]\d|9\d|10\d)(?:;\d+)*m/);
    const text = await terminal.text();
    for (const word of ['✸ CRIT', '▲ short', '▼ long', '◌ okx', '▲+0.0130%']) expect(text).toContain(word);
  });
});

describe('keys', () => {
  it('switches the asset with brackets and arrows, and tells the command', async () => {
    const { terminal, calls } = open(120, 36);
    await terminal.press(']');
    expect(await terminal.text()).toContain('Funding ETH');
    await terminal.press('\u001b[D');
    expect(await terminal.text()).toContain('Funding BTC');
    await terminal.press('[');
    expect(await terminal.text()).toContain('Funding 币安人生');
    expect(calls.assets).toEqual(['ETH', 'BTC', '币安人生']);
  });

  it('counts every key of a chunk', async () => {
    const { terminal, calls } = open(120, 36);
    await terminal.press(']]]');
    expect(calls.assets).toEqual(['ETH', 'SOL', 'PEPE']);
    expect(await terminal.text()).toContain('Funding PEPE');
  });

  it('draws after a key at once', async () => {
    const { terminal } = open(120, 36);
    const before = terminal.writes.length;
    await terminal.press(']');
    expect(terminal.writes.length).toBe(before + 1);
  });

  it('finds an asset by letters in order, all in one chunk', async () => {
    const { terminal, calls } = open(120, 36);
    await terminal.press('/et');
    const text = await terminal.text();
    expect(text).toContain('Find an asset');
    expect(text).toContain('1 of 5');
    await terminal.press('h\r');
    expect(calls.assets).toEqual(['ETH']);
    expect(await terminal.text()).not.toContain('Find an asset');
  });

  it('leaves the finder on Esc without a change; a q typed there is a letter', async () => {
    const { terminal, calls } = open(120, 36);
    await terminal.press('/q');
    expect(await terminal.text()).toContain('no asset has these letters');
    await terminal.press('\u007f');
    expect(await terminal.text()).toContain('5 of 5');
    await terminal.press('\u001b');
    expect(await terminal.text()).not.toContain('Find an asset');
    expect(calls.assets).toEqual([]);
  });

  it('moves among the matches', async () => {
    const { terminal, calls } = open(120, 36);
    await terminal.press('/');
    await terminal.press('\u001b[B\u001b[B\u001b[A');
    await terminal.press('\r');
    expect(calls.assets).toEqual(['ETH']);
  });

  it('presses no key for what is pasted', async () => {
    const { terminal, screen } = open(120, 36);
    let isDone = false;
    void screen.done.then(() => {
      isDone = true;
    });
    await terminal.press('\u001b[200~q\u001b[201~');
    expect(isDone).toBe(false);
    await terminal.press('/');
    await terminal.press('\u001b[200~so\n\u001b[201~');
    expect(await terminal.text()).toContain('/ so▏');
  });

  it('switches exchanges on and off', async () => {
    const { terminal, calls } = open(120, 36, { initial: { exchanges: ['binance', 'okx'] } });
    await terminal.press('e');
    expect(await terminal.text()).toContain('At most one liquidation per symbol and second.');
    await terminal.press('j ');
    await terminal.press('k\r');
    expect(calls.exchanges).toEqual([
      ['binance', 'bybit', 'okx'],
      ['bybit', 'okx'],
    ]);
    const lines = await terminal.lines();
    expect(lineWith(lines, '[ ] binance')).toBeDefined();
    expect(lineWith(lines, '[x] bybit')).toBeDefined();
    await terminal.press('\u001b');
    expect(await terminal.text()).not.toContain('[x] bybit');
  });

  it("shows a liquidation's reason while its panel has the focus", async () => {
    const { terminal } = open(120, 36);
    expect(await terminal.text()).not.toContain('rule: ');
    const before = await terminal.lines();
    await terminal.press('\tj');
    const after = await terminal.lines();
    expect(lineWith(after, 'rule: PEPE long of')).toMatch(/^╰─ rule: .* ─╯/);
    const title = before.findIndex((line) => line.includes('Liquidations'));
    expect(after[title]).toBe(before[title]);
    expect(after.slice(title + 1, title + 5)).toEqual(before.slice(title + 1, title + 5));
  });

  it('keeps the selected liquidation and its line while new ones come in', async () => {
    const { terminal, publish } = open(120, 36);
    await terminal.press('\tjj');
    const before = await terminal.lines();
    const at = before.findIndex((line) => line.includes('SOL   ') && line.includes('│ 15s'));
    expect(at).toBeGreaterThan(0);
    await publish(sampleSnapshot({ time: SAMPLE_TIME, liquidations: liquidationRows(45, SAMPLE_TIME + 5 * 7_300) }));
    const after = await terminal.lines();
    expect(after[at]).toContain(before[at]?.slice(6, 50));
    expect(lineWith(after, 'Liquidations')).toContain('6–11 of 45');
    await terminal.press('g');
    expect(lineWith(await terminal.lines(), 'Liquidations')).toContain('1–6 of 45');
  });

  it('scrolls by half pages, pages, and to both ends', async () => {
    const { terminal } = open(120, 36);
    const position = async (): Promise<string> =>
      /(\d+–\d+) of 40/.exec(lineWith(await terminal.lines(), 'Liquidations'))?.[1] ?? '';
    await terminal.press('\tG');
    expect(await position()).toBe('35–40');
    await terminal.press('g\u0004\u0004\u0004');
    expect(await position()).toBe('5–10');
    await terminal.press('\u001b[6~');
    expect(await position()).toBe('11–16');
    await terminal.press('\u001b[5~\u001b[5~');
    expect(await position()).toBe('4–9');
    await terminal.press('\u001b');
    expect(await position()).toBe('1–6');
  });

  it('holds the picture while paused, says how much waits, and catches up', async () => {
    const { terminal, publish } = open(120, 36);
    await terminal.press(' ');
    await publish(sampleSnapshot({ time: SAMPLE_TIME + 36_500, liquidations: liquidationRows(45, SAMPLE_TIME + 36_500) }));
    const held = await terminal.lines();
    expect(held[0]).toContain('PAUSED +5');
    expect(held[0]).toContain('22:13:56Z');
    expect(lineWith(held, 'Liquidations')).toContain('of 40');
    await terminal.press(' ');
    const live = await terminal.lines();
    expect(live[0]).not.toContain('PAUSED');
    expect(lineWith(live, 'Liquidations')).toContain('of 45');
  });

  it('lists the keys on ? and closes the list on ? or Esc', async () => {
    const { terminal } = open(120, 90);
    await terminal.press('?');
    const text = await terminal.text();
    expect(text).toContain('hold the picture');
    expect(text).toContain('quit, from everywhere');
    await terminal.press('?');
    expect(await terminal.text()).not.toContain('hold the picture');
  });

  it('repaints everything on Ctrl-L', async () => {
    const { terminal } = open(80, 24);
    const before = await terminal.lines();
    terminal.emulator.write('\u001b[5;5Hjunk from another program');
    expect(await terminal.lines()).not.toEqual(before);
    await terminal.press('\u000c');
    expect(await terminal.lines()).toEqual(before);
  });

  it('brings a panel that has no room to the screen by giving it the focus', async () => {
    const { terminal } = open(60, 15);
    expect(await terminal.text()).not.toContain('Arbitrage');
    await terminal.press('\t\t');
    expect(await terminal.text()).toContain('Arbitrage');
    await terminal.press('\t\t');
    expect(await terminal.text()).toContain('8h rate over time');
  });

  it('runs without keys where stdin is no terminal', async () => {
    const { terminal } = open(80, 24, { isTTY: false });
    expect(await terminal.text()).toContain('Funding BTC');
    expect(terminal.state.isRaw).toBe(false);
  });
});

describe('the terminal', () => {
  const wayOut: readonly (readonly [name: string, leave: (story: Story) => void | Promise<void>])[] = [
    ['q', ({ terminal }) => terminal.press('q')],
    ['q in a chunk', ({ terminal }) => terminal.press('jq\r')],
    ['Ctrl-C', ({ terminal }) => terminal.press('\u0003')],
    ['Ctrl-C in the finder', ({ terminal }) => terminal.press('/x\u0003')],
    ['stop()', ({ screen }) => screen.stop()],
    ['the end of stdin', ({ terminal }) => void terminal.stdin.emit('end')],
    ['a closed stdin', ({ terminal }) => void terminal.stdin.emit('close')],
    ['EIO on stdin', ({ terminal }) => void terminal.stdin.emit('error', new Error('read EIO'))],
    ['EPIPE on stdout', ({ terminal }) => void terminal.stdout.emit('error', new Error('write EPIPE'))],
  ];

  it.each(wayOut)('is given back on %s', async (_, leave) => {
    const story = open(80, 24);
    const { terminal, screen } = story;
    expect(await terminal.isAlternate()).toBe(true);
    expect(terminal.state.isRaw).toBe(true);
    await leave(story);
    expect(terminal.state.isRaw).toBe(false);
    expect(terminal.writes.at(-1)).toBe(LEAVE_SCREEN);
    await screen.done;
    expect(await terminal.isAlternate()).toBe(false);
  });

  it('takes no key after the q of the same chunk', async () => {
    const { terminal, calls } = open(80, 24);
    await terminal.press('q]e ');
    expect(calls).toEqual({ exchanges: [], assets: [], suspended: 0 });
  });

  it('is given back once, also when the end comes during a suspension', async () => {
    const { terminal, screen } = open(80, 24);
    await terminal.press('\u001a');
    screen.stop();
    expect(terminal.writes.filter((text) => text === LEAVE_SCREEN)).toHaveLength(1);
  });

  it('may fail once more after the end without harm', async () => {
    const { terminal, screen } = open(80, 24);
    screen.stop();
    terminal.stdin.emit('error', new Error('read EIO'));
    terminal.stdout.emit('error', new Error('write EPIPE'));
    await expect(screen.done).resolves.toBeUndefined();
  });

  it('is given back before stop() returns', () => {
    const { terminal, screen } = open(80, 24);
    screen.stop();
    expect(terminal.writes.at(-1)).toBe(LEAVE_SCREEN);
    expect(terminal.state.isRaw).toBe(false);
  });

  it('is left alone after the end', async () => {
    const { terminal, screen, publish } = open(80, 24);
    screen.stop();
    await screen.done;
    const { length } = terminal.writes;
    await publish(sampleSnapshot({ time: SAMPLE_TIME + 5000 }));
    await terminal.resize(100, 30);
    screen.resume();
    screen.stop();
    expect(terminal.writes).toHaveLength(length);
    expect(terminal.stdout.listenerCount('resize')).toBe(0);
  });

  it('is given back when drawing fails, and the fault comes out', async () => {
    const { terminal, screen, publish } = open(80, 24);
    const fault = expect(screen.done).rejects.toThrow(RangeError);
    await publish({ ...sampleSnapshot(), time: Number.NaN });
    await fault;
    expect(terminal.writes.at(-1)).toBe(LEAVE_SCREEN);
    expect(terminal.state.isRaw).toBe(false);
  });

  it('is given back when the very first frame fails', async () => {
    const { terminal, screen } = open(80, 24, { snapshot: { ...sampleSnapshot(), time: Number.NaN } });
    await expect(screen.done).rejects.toThrow(RangeError);
    expect(terminal.writes.at(-1)).toBe(LEAVE_SCREEN);
    expect(terminal.state.isRaw).toBe(false);
  });

  it('is given back for a suspension and taken again after it, with the whole picture', async () => {
    const { terminal, screen, publish, calls } = open(80, 24);
    const before = await terminal.lines();
    await terminal.press('\u001a');
    expect(calls.suspended).toBe(1);
    expect(terminal.writes.at(-1)).toBe(LEAVE_SCREEN);
    expect(terminal.state.isRaw).toBe(false);
    await publish(sampleSnapshot({ time: SAMPLE_TIME + 1000 }));
    expect(terminal.writes.at(-1)).toBe(LEAVE_SCREEN);
    await publish(sampleSnapshot());
    screen.resume();
    expect(terminal.state.isRaw).toBe(true);
    expect(await terminal.isAlternate()).toBe(true);
    expect(await terminal.lines()).toEqual(before);
  });

  it('is not flooded: what it does not take is dropped, and the newest picture follows', async () => {
    const { terminal, publish } = open(80, 24);
    terminal.state.isBlocked = true;
    const { length } = terminal.writes;
    for (let second = 1; second <= 20; second += 1) await publish(sampleSnapshot({ time: SAMPLE_TIME + second * 1000 }));
    expect(terminal.writes).toHaveLength(length);
    terminal.state.isBlocked = false;
    terminal.stdout.emit('drain');
    expect(terminal.writes).toHaveLength(length + 1);
    expect((await terminal.lines())[0]).toContain('22:13:40Z');
  });
});
