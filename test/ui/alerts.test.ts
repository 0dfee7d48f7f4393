import { afterEach, describe, expect, it } from 'vitest';
import { exchangeIds } from '../../src/domain/instrument.js';
import type { Alert } from '../../src/domain/record.js';
import { type AlertRow, createAlertLog } from '../../src/market/alert-log.js';
import type { MarketSnapshot } from '../../src/market/snapshot.js';
import type { AlertChannel } from '../../src/ui/alert-channel.js';
import { atTop } from '../../src/ui/list-cursor.js';
import { alertsLines } from '../../src/ui/panels/alerts.js';
import { evidenceOf } from '../../src/ui/panels/evidence.js';
import { runScreen, type Screen } from '../../src/ui/run-screen.js';
import { createTheme } from '../../src/ui/theme.js';
import { createCell } from '../../src/ui/use-market.js';
import { createFakeTerminal, type FakeTerminal } from '../support/fake-terminal.js';
import { SAMPLE_TIME, sampleCoverage, sampleSnapshot } from '../support/sample-snapshot.js';

const running: Screen[] = [];
afterEach(() => {
  for (const screen of running.splice(0)) screen.stop();
});

const MINUTE_MS = 60_000;

function raised(kind: Alert['kind'], fields: Partial<Alert> = {}): Alert {
  const asset = fields.asset === undefined ? '' : `${fields.asset}: `;
  return {
    type: 'alert',
    id: `${kind}:${fields.asset ?? fields.exchange ?? ''}`,
    kind,
    state: 'raised',
    time: SAMPLE_TIME - 12 * MINUTE_MS,
    message: `${asset}what ${kind} says`,
    ...fields,
  };
}

const spread = raised('funding-spread', {
  asset: 'SOL',
  long: { exchange: 'dydx', symbol: 'SOL-USD' as never, fundingRate: -0.000004, fundingIntervalHours: 1 },
  short: { exchange: 'bybit', symbol: 'SOLUSDT' as never, fundingRate: 0.00018, fundingIntervalHours: 8 },
  spread8h: 0.000212,
  spreadApr: 0.232,
  feesRoundTrip: 0.0022,
  priceGap: -0.0003,
  breakEvenHours: 72,
});
const outage = raised('feed-down', { exchange: 'okx', time: SAMPLE_TIME - 5 * MINUTE_MS });
const outageOver: Alert = { ...outage, state: 'cleared', time: SAMPLE_TIME - 2 * MINUTE_MS, message: 'okx: live again' };
const interval = raised('funding-interval', {
  asset: 'ETH',
  exchange: 'binance',
  symbol: 'ETHUSDT' as never,
  time: SAMPLE_TIME - MINUTE_MS,
});

interface Story {
  readonly terminal: FakeTerminal;
  readonly muted: readonly (readonly string[])[];
  readonly acknowledged: readonly string[];
  readonly screen: Screen;
  readonly line: (word: string) => Promise<string>;
}

/** As the monitor has it: what is acknowledged and muted comes back in the log. */
function open({
  columns = 120,
  rows = 36,
  channels = [] as readonly AlertChannel[],
  muted: before = [] as readonly string[],
} = {}): Story {
  const terminal = createFakeTerminal(columns, rows);
  const log = createAlertLog(100);
  for (const alert of [spread, outage, outageOver, interval]) log.add(alert);
  log.mute(before);
  const picture = (): MarketSnapshot => sampleSnapshot({ alerts: log.publish() });
  const market = createCell(picture());
  const muted: (readonly string[])[] = [];
  const acknowledged: string[] = [];
  const { stdin, stdout, writeSync } = terminal;
  const screen = runScreen({
    ...{ market, stdin, stdout, writeSync, coverage: sampleCoverage, colors: 256, version: '1.2.3' },
    ...{ isDemo: false, initial: { exchanges: exchangeIds, asset: 'BTC' }, localZone: () => 0 },
    suspend: () => terminal.stdin.setRawMode(false),
    onExchanges: () => undefined,
    onCopy: (text) => {
      acknowledged.push(`copied ${text}`);
      return 'copied';
    },
    alerts: {
      channels: createCell(channels),
      muted: before,
      onMute: (assets) => {
        muted.push(assets);
        log.mute(assets);
        market.set(picture());
      },
      onAcknowledge: (id) => {
        acknowledged.push(id);
        log.acknowledge(id, SAMPLE_TIME);
        market.set(picture());
      },
    },
  });
  running.push(screen);
  const line = async (word: string): Promise<string> => (await terminal.lines()).find((text) => text.includes(word)) ?? '';
  return { terminal, muted, acknowledged, screen, line };
}

describe('the log of alerts on the screen', () => {
  it('tells of each what it is, how long it stood and whether it still stands, newest first', async () => {
    const { terminal } = open();
    await terminal.press('7');
    const lines = await terminal.lines();
    expect(lines[2]).toMatch(/^╭─ Alerts .* 2 to be seen · 3 ─╮$/);
    expect(lines[3]).toMatch(/TIME +KIND +ASSET +STATE +SEEN +MESSAGE/);
    expect(lines[4]).toMatch(/funding-interval +ETH +! stands 1m +what funding-interval says/);
    expect(lines[5]).toMatch(/feed-down +okx +lasted 3m +what feed-down says/);
    expect(lines[6]).toMatch(/funding-spread +SOL +! stands 12m +what funding-spread says/);
  });

  it('keeps kind, asset and state where there is little room', async () => {
    const { terminal } = open({ columns: 60, rows: 15 });
    await terminal.press('7');
    expect((await terminal.lines())[3]).toMatch(/interval +ETH +! stands 1m/);
  });

  it('shows one kind after the other, then all', async () => {
    const { terminal } = open();
    await terminal.press('7K');
    expect((await terminal.lines())[2]).toContain('funding-spread · 1 to be seen · 1');
    await terminal.press('KK');
    expect(await terminal.text()).toContain('no liquidation-cluster was raised yet; K goes on to other kinds');
    await terminal.press('KKKKK');
    expect((await terminal.lines())[2]).toContain('2 to be seen · 3');
  });

  it('is opened by name, of one kind or of all', async () => {
    const { terminal, line } = open();
    await terminal.press(':alerts feed-down\r');
    expect(await line('╭─ Alerts')).toContain('feed-down · 1');
    await terminal.press(':alerts\r');
    expect(await line('╭─ Alerts')).toContain('2 to be seen · 3');
    await terminal.press(':alerts sometimes\r');
    expect((await terminal.lines()).at(-1)).toContain('alerts takes funding-spread, feed-down');
  });

  it('copies the record', async () => {
    const { terminal, acknowledged } = open();
    await terminal.press('7Gy');
    expect(acknowledged).toEqual([`copied ${JSON.stringify(spread)}`]);
  });
});

describe('a', () => {
  it('acknowledges the alert of the row, once', async () => {
    const { terminal, acknowledged, line } = open();
    await terminal.press('7ja');
    expect(acknowledged).toEqual([outage.id]);
    await terminal.press('ka');
    expect(acknowledged).toEqual([outage.id, interval.id]);
    expect(await line('funding-interval')).toMatch(/ {2}stands 1m +seen/);
    expect(await line('╭─ Alerts')).toContain('1 to be seen');
    await terminal.press('a');
    expect(acknowledged).toHaveLength(2);
    expect((await terminal.lines()).at(-1)).toContain('acknowledged before');
  });

  it("acknowledges the alert that stands about the row's pair", async () => {
    const { terminal, acknowledged, line } = open();
    expect(await line('│ ! SOL')).not.toBe('');
    await terminal.press('4ja');
    expect(acknowledged).toEqual([spread.id]);
    expect(await line('│ · SOL')).not.toBe('');
    await terminal.press('ja');
    expect(acknowledged).toEqual([spread.id]);
    expect((await terminal.lines()).at(-1)).toContain('no alert stands for BTC');
  });
});

describe('m', () => {
  it('mutes the asset of the row, and lets it call again', async () => {
    const { terminal, muted, line } = open();
    await terminal.press('7Gm');
    expect(muted).toEqual([['SOL']]);
    expect(await line('funding-spread')).toMatch(/ {2}stands 12m +muted/);
    expect((await terminal.lines()).at(-1)).toContain('SOL is muted: its alerts call nobody');
    await terminal.press('m');
    expect(muted).toEqual([['SOL'], []]);
    expect(await line('funding-spread')).toContain('! stands 12m');
  });

  it('mutes the asset of a pair, whether an alert stands or not', async () => {
    const { terminal, muted } = open({ muted: ['PEPE'] });
    await terminal.press('4m');
    expect(muted).toEqual([['PEPE', '币安人生']]);
  });

  it('has nothing to mute where the alert is about no asset', async () => {
    const { terminal, muted } = open();
    await terminal.press('7jm');
    expect(muted).toEqual([]);
    expect((await terminal.lines()).at(-1)).toContain('nothing to mute');
  });

  it('has a typed form, for assets that have no row any more', async () => {
    const { terminal, muted } = open({ muted: ['GONE'] });
    await terminal.press(':mute\r');
    expect((await terminal.lines()).at(-1)).toContain('muted: GONE');
    await terminal.press(':mute -gone\r');
    await terminal.press(':mute +sol\r');
    expect(muted).toEqual([[], ['SOL']]);
  });
});

describe('what calls for the reader', () => {
  it('is counted in every view: what stands and nobody has seen to', async () => {
    const { terminal } = open();
    expect((await terminal.lines())[0]).toContain('! 2 alerts');
    await terminal.press('7a');
    expect((await terminal.lines())[0]).toContain('! 1 alert ');
    await terminal.press('Gm');
    expect((await terminal.lines())[0]).not.toContain('alert ');
    const narrow = open({ columns: 60, rows: 15 });
    expect((await narrow.terminal.lines())[0]).toContain('!2');
  });

  it('may come from outside the screen, for a moment', async () => {
    const { terminal, screen } = open();
    screen.tell('webhook https://hooks.example.com: HTTP 500');
    expect((await terminal.lines()).at(-1)).toContain('webhook https://hooks.example.com: HTTP 500');
  });
});

describe('who is called', () => {
  it('stands under the log, with how it goes', async () => {
    const counts = { deliveredCount: 12, failureCount: 3, droppedCount: 7 };
    const { terminal, line } = open({
      channels: [
        { name: 'bell', target: 'CRITICAL liquidations' },
        { name: 'command', target: 'push', counts: { ...counts, failureCount: 0, droppedCount: 0 } },
        {
          name: 'webhook',
          target: 'https://hooks.example.com',
          counts: { ...counts, lastFailure: { reason: 'HTTP 500', time: SAMPLE_TIME - 3 * MINUTE_MS } },
        },
      ],
    });
    await terminal.press('7');
    expect(await line('bell ')).toMatch(/bell +CRITICAL liquidations +│$/);
    expect(await line('command ')).toMatch(/command +push +12 delivered +│$/);
    expect(await line('webhook ')).toMatch(/example.com +12 delivered · 7 dropped · 3 failed, 3m ago: HTTP 500/);
  });

  it('is nobody by default, and it says how to change that', async () => {
    const { terminal } = open();
    await terminal.press('7');
    expect(await terminal.text()).toContain('onAlert and webhook.url in the settings tell others');
  });
});

describe('the evidence of an alert', () => {
  function textOf(row: AlertRow): string {
    const snapshot = sampleSnapshot({ alerts: [row] });
    const lines = evidenceOf(
      { kind: 'alert', row },
      { snapshot, time: SAMPLE_TIME, zone: () => undefined, coverage: sampleCoverage, unit: '8h' },
    );
    return lines.map((spans) => spans.map(({ text }) => text).join('')).join('\n');
  }

  it('has legs and costs as they were when it was raised, and the pair as it is now', () => {
    const text = textOf({ alert: spread, isMuted: false });
    expect(text).toMatch(/state +! stands {2}for 12m, since /);
    expect(text).toMatch(/long: buy +dydx +SOL-USD +-0.00040% per 1h, -0.0032% per 8h/);
    expect(text).toMatch(/short: sell +bybit +SOLUSDT +\+0.01800% per 8h/);
    expect(text).toMatch(/spread +\+0.0212% {2}per 8h, \+23.20?% APR/);
    expect(text).toMatch(/fees +\+0.2200%/);
    expect(text).toMatch(/price gap +-0.0300%/);
    expect(text).toMatch(/break-even +72h|break-even +3d/);
    expect(text).toContain('The best pair now');
    expect(text).toContain('What it costs, once');
  });

  it('tells what became of one that is over', () => {
    const text = textOf({ alert: outage, cleared: outageOver, acknowledgedTime: SAMPLE_TIME, isMuted: false });
    expect(text).toMatch(/state +cleared {2}after 3m, raised /);
    expect(text).toMatch(/cleared +\S+ \S+ {2}okx: live again/);
    expect(text).toContain('The feed now');
    expect(text).not.toContain('muted');
  });

  it('has the instrument whose funding changed', () => {
    expect(textOf({ alert: interval, isMuted: true })).toMatch(
      /muted +yes {2}ETH calls nobody[\s\S]*The instrument now[\s\S]*ETHUSDT/,
    );
    const gone = { ...interval, symbol: 'GONE' as never };
    expect(textOf({ alert: gone, isMuted: false })).toContain('no longer listed');
  });

  it('has the liquidations that were counted, the largest first', () => {
    const cluster = raised('liquidation-cluster', { asset: 'BTC', time: SAMPLE_TIME - MINUTE_MS });
    const text = textOf({ alert: cluster, isMuted: false });
    expect(text).toMatch(/Liquidations that count, and those since\n▼ longs +\d+ {2}\$/);
    const old = raised('liquidation-sweep', { time: 1_000 });
    const over = { ...old, state: 'cleared', time: 2_000 } as const;
    expect(textOf({ alert: old, cleared: over, isMuted: false })).toContain('none is in the list any more');
  });

  it('opens on Enter and is followed', async () => {
    const { terminal } = open();
    await terminal.press('7G\r');
    expect(await terminal.text()).toContain('Alert: funding-spread of SOL');
  });
});

describe('the time of an alert', () => {
  it.each([
    ['in UTC', undefined, /^│ \d\d:\d\d:\d\dZ /],
    ['with its zone, though the seconds give way', 120, /^│ \d\d:\d\d\+02 /],
  ])('is told %s', (_, offset, expected) => {
    const rows = [{ alert: spread, isMuted: false }];
    const drawn = alertsLines({
      ...{ theme: createTheme({ colors: 0 }), isFocused: false, cursor: atTop, width: 120, height: 8 },
      ...{ rows, kind: undefined, kindKey: undefined, zone: () => offset, time: SAMPLE_TIME },
    });
    const row = drawn.find((line) => line.includes('funding-spread'));
    expect(row?.replace(/\u001b\[[\d;]*m/g, '')).toMatch(expected);
  });
});
