// Calls the reader who looks elsewhere: for a CRITICAL liquidation, and for alerts of the kinds that are armed.
import type { Alert, AlertKind } from '../domain/record.js';
import { printable } from '../domain/text.js';
import type { LiquidationRow, MarketSnapshot } from '../market/snapshot.js';
import { formatUsd } from '../ui/format.js';

/** A cascade is one piece of news. */
const NOTIFY_EVERY_MS = 10_000;
/** What an exchange sends first is what was; nobody needs to be called for it. */
const QUIET_START_MS = 10_000;
const TEXT_LIMIT = 160;

const ESC = '\u001b';
const BELL = '\u0007';
const STRING_END = `${ESC}\\`;

/** The escape code that makes a desktop notification: iTerm2's and others' OSC 9, or urxvt's and others' OSC 777. */
export type NotifyCode = 'off' | '9' | '777';

export interface NotifierOptions {
  readonly hasBell: boolean;
  readonly code: NotifyCode;
  /** Raised alerts of these kinds call too. */
  readonly armed: readonly AlertKind[];
  readonly isInTmux: boolean;
  /** False when the terminal takes nothing now: then it is tried again. */
  readonly send: (bytes: string) => boolean;
  readonly startTime: number;
}

export interface Notifier {
  readonly look: (snapshot: MarketSnapshot, alerts: readonly Alert[], now: number) => void;
}

export function createNotifier({ armed, send, startTime, ...form }: NotifierOptions): Notifier {
  let liquidations: readonly LiquidationRow[] = [];
  /** CRITICAL ones still in the list: as bounded as the list. */
  let told: ReadonlySet<string> = new Set();
  let waiting: { readonly newest: string; readonly count: number } | undefined;
  let sentTime = Number.NEGATIVE_INFINITY;

  function criticalNews(rows: readonly LiquidationRow[]): readonly string[] {
    if (rows === liquidations) return [];
    liquidations = rows;
    const critical = rows.filter(({ tier }) => tier === 'CRITICAL');
    const fresh = critical.filter(({ liquidation }) => !told.has(liquidation.id));
    told = new Set(critical.map(({ liquidation }) => liquidation.id));
    return fresh.map(criticalSentence).reverse();
  }

  return {
    look: (snapshot, alerts, now) => {
      const raised = alerts.filter(({ id, kind, state }) => state === 'raised' && armed.includes(kind) && !isMuted(snapshot, id));
      const news = [...raised.map(({ message }) => message), ...criticalNews(snapshot.liquidations)];
      if (now - startTime < QUIET_START_MS) return;
      const newest = news.at(-1);
      if (newest !== undefined) waiting = { newest, count: (waiting?.count ?? 0) + news.length };
      if (waiting === undefined || Math.abs(now - sentTime) < NOTIFY_EVERY_MS) return;
      const { newest: sentence, count } = waiting;
      const bytes = notification(count > 1 ? `${sentence} (and ${count - 1} more)` : sentence, form);
      if (bytes !== '' && !send(bytes)) return;
      waiting = undefined;
      sentTime = now;
    },
  };
}

function isMuted({ alerts }: MarketSnapshot, id: string): boolean {
  return alerts.find(({ alert }) => alert.id === id)?.isMuted === true;
}

/** `CRITICAL BTC long $1.2M on bybit`. */
function criticalSentence({ liquidation: { asset, side, notionalUsd, exchange } }: LiquidationRow): string {
  return `CRITICAL ${asset} ${side} ${formatUsd(notionalUsd)} on ${exchange}`;
}

type Form = Pick<NotifierOptions, 'hasBell' | 'code' | 'isInTmux'>;

/** What a terminal takes for a call. tmux passes on only what is wrapped, and marks the window only for a bell outside of it. */
export function notification(sentence: string, { hasBell, code, isInTmux }: Form): string {
  const bell = hasBell ? BELL : '';
  if (code === 'off') return bell;
  const text = printable(sentence, TEXT_LIMIT);
  // 777 divides its fields with semicolons.
  const payload = code === '9' ? `9;fundmon: ${text}` : `777;notify;fundmon;${text.replaceAll(';', ',')}`;
  const sequence = `${ESC}]${payload}${STRING_END}`;
  return (isInTmux ? `${ESC}Ptmux;${sequence.replaceAll(ESC, ESC + ESC)}${STRING_END}` : sequence) + bell;
}
