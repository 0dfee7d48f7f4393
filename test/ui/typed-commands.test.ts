import { afterEach, describe, expect, it } from 'vitest';
import { type ExchangeId, exchangeIds } from '../../src/domain/instrument.js';
import { runScreen, type Screen } from '../../src/ui/run-screen.js';
import { createCell } from '../../src/ui/use-market.js';
import type { Appearance } from '../../src/ui/view-state.js';
import { createFakeTerminal, type FakeTerminal } from '../support/fake-terminal.js';
import { sampleCoverage, sampleSnapshot } from '../support/sample-snapshot.js';

const running: Screen[] = [];
afterEach(() => {
  for (const screen of running.splice(0)) screen.stop();
});

interface Calls {
  readonly assets: string[];
  readonly exchanges: (readonly ExchangeId[])[];
  readonly watch: (readonly string[])[];
  readonly appearances: Appearance[];
}

function open(columns = 120, rows = 36): { readonly terminal: FakeTerminal; readonly screen: Screen; readonly calls: Calls } {
  const terminal = createFakeTerminal(columns, rows);
  const calls: Calls = { assets: [], exchanges: [], watch: [], appearances: [] };
  const screen = runScreen({
    market: createCell(sampleSnapshot()),
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    writeSync: terminal.writeSync,
    suspend: () => undefined,
    colors: 256,
    version: '1.2.3',
    isDemo: false,
    initial: { exchanges: exchangeIds, watch: ['BTC'] },
    coverage: sampleCoverage,
    localZone: () => 0,
    onCopy: () => 'copied',
    onExchanges: (exchanges) => void calls.exchanges.push(exchanges),
    onAsset: (asset) => void calls.assets.push(asset),
    onWatch: (watch) => void calls.watch.push(watch),
    onAppearance: (appearance) => void calls.appearances.push(appearance),
  });
  running.push(screen);
  return { terminal, screen, calls };
}

async function footer(terminal: FakeTerminal): Promise<string> {
  return (await terminal.lines()).at(-1) ?? '';
}

describe('the command line', () => {
  it('opens at the bottom with what there is, completes, and does it', async () => {
    const { terminal, calls } = open();
    await terminal.press(':');
    expect(await footer(terminal)).toMatch(
      /^ :▏ +asset exchange watch unit chart min alerts mute query ask theme up ascii help quit *$/,
    );
    await terminal.press('ass\t');
    expect(await footer(terminal)).toMatch(/^ :asset ▏ +BTC ETH SOL PEPE 币安人生/);
    await terminal.press('et\t');
    expect(await footer(terminal)).toMatch(/^ :asset ETH▏/);
    await terminal.press('\r');
    expect(calls.assets).toEqual(['ETH']);
    expect(await terminal.text()).toContain('Funding ETH');
    expect(await footer(terminal)).not.toContain(':asset ETH');
  });

  it('takes a whole line in one chunk, as over a slow line', async () => {
    const { terminal, calls } = open();
    await terminal.press(':exchange -okx -dydx\r');
    expect(calls.exchanges).toEqual([['binance', 'bybit', 'deribit', 'hyperliquid']]);
  });

  it('brings back earlier lines', async () => {
    const { terminal, calls } = open();
    await terminal.press(':asset eth\r');
    await terminal.press(':asset sol\r');
    await terminal.press(':');
    await terminal.press('\u001b[A');
    await terminal.press('\u001b[A');
    expect(await footer(terminal)).toContain(':asset eth▏');
    await terminal.press('\r');
    expect(calls.assets).toEqual(['ETH', 'SOL', 'ETH']);
  });

  it('says what there is where a command is not known', async () => {
    const { terminal } = open(160);
    await terminal.press(':colour red\r');
    expect(await footer(terminal)).toMatch(/q quit {2,}no command 'colour'; there is asset, exchange.* help, quit *$/);
    const { terminal: narrow } = open(80, 24);
    await narrow.press(':colour red\r');
    expect(await footer(narrow)).toMatch(/^ *no command 'colour'; there is asset, exchange/);
  });

  it('changes theme and glyphs at once, and tells the command', async () => {
    const { terminal, calls } = open();
    const before = terminal.writes.length;
    await terminal.press(':theme light\r');
    expect(terminal.writes.slice(before).join('')).toContain('38;5;25');
    await terminal.press(':ascii on\r');
    expect((await terminal.lines())[2]).toMatch(/^\+- Funding BTC -+/);
    await terminal.press(':up red\r');
    expect(calls.appearances.at(-1)).toEqual({ theme: 'light', upColor: 'red', isAscii: true });
  });

  it('leaves smaller liquidations out', async () => {
    const { terminal } = open();
    expect(await terminal.text()).toContain(' LOW ');
    await terminal.press(':min 1m\r');
    const text = await terminal.text();
    expect(text).not.toMatch(/· LOW/);
    expect(text).toContain('✸ CRIT');
    await terminal.press(':min off\r');
    expect(await terminal.text()).toMatch(/· LOW/);
  });

  it('changes the unit', async () => {
    const { terminal } = open();
    await terminal.press(':unit apr\r');
    expect(await terminal.text()).toContain('BTC APR over time');
  });

  it('leaves on Esc, on an erased colon, and keeps a q that is typed', async () => {
    const { terminal } = open();
    await terminal.press(':q');
    expect(await footer(terminal)).toContain(':q▏');
    await terminal.press('\u001b');
    expect(await footer(terminal)).toContain('quit');
    await terminal.press(':x\u007f\u007f');
    expect(await footer(terminal)).toContain('q quit');
  });

  it('quits on :q', async () => {
    const { terminal, screen } = open();
    await terminal.press(':q\r');
    await screen.done;
    expect(await terminal.isAlternate()).toBe(false);
  });

  it('shows the end of a line that is longer than the pane', async () => {
    const { terminal } = open(60, 15);
    await terminal.press(`:asset ${'币'.repeat(40)}`);
    expect(await footer(terminal)).toMatch(/^ :….*币▏/);
    expect(terminal.emulator.buffer.active.baseY).toBe(0);
  });
});

describe('the watch list', () => {
  it('is changed in the finder with + and -, and marked', async () => {
    const { terminal, calls } = open();
    await terminal.press('/');
    expect(await terminal.text()).toMatch(/★ BTC/);
    await terminal.press('sol');
    await terminal.press('+');
    expect(await terminal.text()).toMatch(/★ SOL/);
    await terminal.press('-');
    expect(await terminal.text()).not.toMatch(/★ SOL/);
    await terminal.press('+');
    await terminal.press('+');
    expect(calls.watch).toEqual([['BTC', 'SOL'], ['BTC'], ['BTC', 'SOL']]);
    expect(calls.assets).toEqual([]);
  });

  it('is changed by typed commands', async () => {
    const { terminal, calls } = open();
    await terminal.press(':watch +eth\r');
    await terminal.press(':watch -btc\r');
    await terminal.press(':watch\r');
    expect(calls.watch).toEqual([['BTC', 'ETH'], ['ETH']]);
    expect(await footer(terminal)).toContain('watching ETH');
  });
});
