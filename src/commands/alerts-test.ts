// `fundmon alerts test`: one alert of each kind over every channel that is set up, and what became of them.
import type { Flags } from '../args.js';
import { FundmonError } from '../domain/errors.js';
import { type Alert, type AlertKind, alertKinds } from '../domain/record.js';
import { isSymbol } from '../exchanges/wire.js';
import { openSettings, type Settings } from '../settings.js';
import { type Channel, openChannels } from './alert-delivery.js';
import type { Outcome } from './delivery-queue.js';
import { diagnose } from './diagnostics.js';
import { notification } from './notifier.js';
import { print } from './output.js';

const SAMPLES: Readonly<Record<AlertKind, Pick<Alert, 'message' | 'asset' | 'exchange'>>> = {
  'funding-spread': { asset: 'SOL', message: 'SOL: long dydx, short bybit: 0.021 % per 8h (23.2 % APR)' },
  'feed-down': { exchange: 'okx', message: 'okx not live for 10 s (reconnecting, no message for 30 s)' },
  'liquidation-cluster': { asset: 'ETH', message: 'ETH: $4.2M liquidated in 5 min (31, 88 % longs), usual $210k' },
  'liquidation-sweep': { message: '$61.3M liquidated in a minute (93 % longs, most of it BTC)' },
  'liquidation-burst': { message: '214 liquidations in a minute ($9.4M), 7.1 × the usual 30' },
  'funding-flip': {
    asset: 'BTC',
    exchange: 'binance',
    message: 'BTC: binance BTCUSDT: funding turned negative, -0.0021 % per 8h',
  },
  'funding-interval': { asset: 'PEPE', exchange: 'bybit', message: 'PEPE: bybit 1000PEPEUSDT: funding interval 8h→1h' },
};

export interface TestReport {
  readonly channel: 'bell' | 'desktop' | 'command' | 'webhook';
  readonly target: string;
  readonly delivered: number;
  readonly failed: number;
  /** Of the first that failed. */
  readonly reason?: string;
}

/** One of each kind, marked as a test wherever it is read. */
export function testAlerts(time: number): readonly Alert[] {
  return alertKinds.map((kind) => {
    const { message, ...about } = SAMPLES[kind];
    const alert: Alert = {
      type: 'alert',
      id: `test:${kind}:${time}`,
      kind,
      state: 'raised',
      time,
      ...about,
      message: `Test: ${message}`,
    };
    return kind === 'funding-spread' ? { ...alert, ...spreadFigures() } : alert;
  });
}

/** Receivers that read the legs of a spread are to be tried with them. */
function spreadFigures(): Partial<Alert> {
  const [long, short] = ['SOL-USD', 'SOLUSDT'];
  if (!isSymbol(long) || !isSymbol(short)) return {};
  return {
    long: { exchange: 'dydx', symbol: long, fundingRate: -0.000004, fundingIntervalHours: 1 },
    short: { exchange: 'bybit', symbol: short, fundingRate: 0.00018, fundingIntervalHours: 8 },
    spread8h: 0.000212,
    spreadApr: 0.23214,
    feesRoundTrip: 0.0021,
    priceGap: -0.0003,
    breakEvenHours: 67.92,
  };
}

export async function testChannel(
  { name, target, deliver, concurrency }: Channel,
  alerts: readonly Alert[],
): Promise<TestReport> {
  const left = [...alerts];
  const outcomes: Outcome[] = [];
  const { signal } = new AbortController();
  const work = async (): Promise<void> => {
    for (let alert = left.shift(); alert !== undefined; alert = left.shift()) outcomes.push(await deliver(alert, signal));
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  const failures = outcomes.flatMap((outcome) => (outcome.isDelivered ? [] : [outcome.reason]));
  const report = { channel: name, target, delivered: outcomes.length - failures.length, failed: failures.length };
  return failures[0] === undefined ? report : { ...report, reason: failures[0] };
}

/** Exit 0; 1 when a channel failed. */
export async function alertsTest(flags: Flags): Promise<number> {
  const settings = openSettings(flags['config-dir']).read();
  const isJson = flags.json === true;
  const alerts = testAlerts(Date.now());
  // The truth of now, without waiting for better.
  const { channels, close } = await openChannels(settings, `fundmon/${__VERSION__}`, { tries: 1 });
  const terminal = terminalReports(settings, alerts, isJson);
  if (channels.length === 0 && terminal.length === 0) {
    throw new FundmonError('no channel can be tried', {
      hint: 'fundmon config set onAlert PROGRAM, or webhook.url, or notify.bell on',
    });
  }
  const reports = [...terminal, ...(await Promise.all(channels.map((channel) => testChannel(channel, alerts))))];
  close();
  await print(isJson ? `${JSON.stringify(reports)}\n` : reports.map(reportLine).join(''));
  return reports.some(({ failed }) => failed > 0) ? 1 : 0;
}

/** The bell and the notification go to the terminal, whatever becomes of stdout: nobody tells whether they were noticed. */
function terminalReports(settings: Settings, alerts: readonly Alert[], isJson: boolean): readonly TestReport[] {
  const { 'notify.bell': bell, 'notify.osc': code } = settings;
  const hasBell = bell === 'on';
  if (!hasBell && code === 'off') return [];
  const isInTmux = process.env['TMUX'] !== undefined;
  if (!process.stderr.isTTY) {
    // A program sees which channels were tried; what it reads on stderr is one object.
    if (!isJson) diagnose(false, 'no terminal here: bell and notification are not tried');
    return [];
  }
  for (const { message } of alerts) process.stderr.write(notification(message, { hasBell, code, isInTmux }));
  const told = { delivered: alerts.length, failed: 0 };
  return [
    ...(hasBell ? [{ channel: 'bell', target: 'this terminal', ...told } as const] : []),
    ...(code === 'off' ? [] : [{ channel: 'desktop', target: `this terminal, code ${code}`, ...told } as const]),
  ];
}

function reportLine({ channel, target, delivered, failed, reason }: TestReport): string {
  const sent = channel === 'bell' || channel === 'desktop' ? 'sent; look whether they came' : 'delivered';
  const trouble = failed === 0 ? '' : `, ${failed} failed: ${reason}`;
  return `${channel} (${target}): ${delivered} ${sent}${trouble}\n`;
}
