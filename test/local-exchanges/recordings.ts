// Recorded liquidations, put back into the frames they arrived in.
import { readFileSync } from 'node:fs';
import type { Recorded, TimeMap } from './playback.js';

type Row = Readonly<Record<string, string>>;

export function rowsOf(name: string): readonly Row[] {
  const [header = '', ...lines] = readFileSync(new URL(`../recordings/${name}`, import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const keys = header.trim().split(',');
  return lines.map((line) => {
    const cells = line.trim().split(',');
    return Object.fromEntries(keys.map((key, column) => [key, cells[column] ?? '']));
  });
}

export function cell(row: Row, key: string): string {
  const value = row[key];
  if (value === undefined) throw new Error(`the recording has no column ${key}`);
  return value;
}

export interface ForceOrderRow {
  readonly symbol: string;
  readonly side: 'BUY' | 'SELL';
  readonly originalQuantity: string;
  readonly price: string;
  readonly averagePrice: string;
  readonly lastFilledQuantity: string;
  readonly filledQuantity: string;
  readonly time: number;
}

/** A recording of Binance's `forceOrder`, in the order of the events' time. */
export function forceOrderRows(name = 'binance_forceorder_2025-01-22_2025-02-06.csv'): readonly ForceOrderRow[] {
  return rowsOf(name)
    .map((row) => ({
      symbol: cell(row, 'symbol'),
      side: cell(row, 'side') === 'BUY' ? ('BUY' as const) : ('SELL' as const),
      originalQuantity: cell(row, 'orig_qty'),
      price: cell(row, 'price'),
      averagePrice: cell(row, 'avg_price'),
      lastFilledQuantity: cell(row, 'last_filled_qty'),
      filledQuantity: cell(row, 'accum_filled_qty'),
      time: Number(cell(row, 'trade_time_ms')),
    }))
    .sort((a, b) => a.time - b.time);
}

/** E was not recorded; the stream pushes an order about a second after its trade. */
const FORCE_ORDER_PUSH_DELAY_MS = 1000;

export function forceOrderFrame(row: ForceOrderRow, at: TimeMap): string {
  const order = {
    s: row.symbol,
    S: row.side,
    o: 'LIMIT',
    f: 'IOC',
    q: row.originalQuantity,
    p: row.price,
    ap: row.averagePrice,
    X: 'FILLED',
    l: row.lastFilledQuantity,
    z: row.filledQuantity,
    T: at(row.time),
    ps: row.symbol,
    st: 1,
  };
  const pushed = at(row.time + FORCE_ORDER_PUSH_DELAY_MS);
  return JSON.stringify({ stream: '!forceOrder@arr', data: { e: 'forceOrder', E: pushed, o: order } });
}

/** The sell-off of 2025-01-27, 16:50 to 17:20 UTC: up to 342 events in 60 s. */
export function cascadeRows(): readonly ForceOrderRow[] {
  const day = Date.parse('2025-01-27T00:00:00Z');
  return forceOrderRows().filter(({ time }) => time >= day && time < day + 86_400_000);
}

export function forceOrderRecording(rows: readonly ForceOrderRow[]): readonly Recorded[] {
  return rows.map((row) => ({ time: row.time + FORCE_ORDER_PUSH_DELAY_MS, text: (at) => forceOrderFrame(row, at) }));
}

export interface AllLiquidationRow {
  readonly symbol: string;
  /** Of the position: Buy is a liquidated long. */
  readonly side: string;
  readonly size: string;
  readonly price: string;
  readonly time: number;
  readonly receivedAtUs: number;
}

export function allLiquidationRows(): readonly AllLiquidationRow[] {
  return rowsOf('bybit_allliquidation_2026-10-10.csv').map((row) => ({
    symbol: cell(row, 'symbol'),
    side: cell(row, 'side'),
    size: cell(row, 'size'),
    price: cell(row, 'price'),
    time: Number(cell(row, 'exchange_time_ms')),
    receivedAtUs: Number(cell(row, 'recv_time_us')),
  }));
}

/** Rows of one symbol that arrived together were one frame. */
export function allLiquidationRecording(rows: readonly AllLiquidationRow[]): readonly Recorded[] {
  const frames = new Map<string, AllLiquidationRow[]>();
  for (const row of rows) {
    const key = `${row.receivedAtUs}:${row.symbol}`;
    frames.set(key, [...(frames.get(key) ?? []), row]);
  }
  return [...frames.values()]
    .map((entries) => {
      const [{ symbol, receivedAtUs } = { symbol: '', receivedAtUs: 0 }] = entries;
      const received = Math.round(receivedAtUs / 1000);
      const text = (at: TimeMap): string =>
        JSON.stringify({
          topic: `allLiquidation.${symbol}`,
          type: 'snapshot',
          ts: at(received),
          data: entries.map((row) => ({ T: at(row.time), s: row.symbol, S: row.side, v: row.size, p: row.price })),
        });
      return { time: received, text };
    })
    .sort((a, b) => a.time - b.time);
}

export interface LiquidationOrderRow {
  readonly instId: string;
  /** Of the closing order. */
  readonly side: string;
  readonly posSide: string;
  readonly contracts: string;
  readonly price: string;
  readonly time: number;
  readonly receivedAtUs: number;
}

export function liquidationOrderRows(): readonly LiquidationOrderRow[] {
  return rowsOf('okx_liquidation_orders_2026-09-02.csv').map((row) => ({
    instId: cell(row, 'inst_id'),
    side: cell(row, 'side'),
    posSide: cell(row, 'pos_side'),
    contracts: cell(row, 'sz_contracts'),
    price: cell(row, 'bk_px'),
    time: Number(cell(row, 'exchange_time_ms')),
    receivedAtUs: Number(cell(row, 'recv_time_us')),
  }));
}

/** Rows of one instrument that arrived together were the `details` of one frame. */
export function liquidationOrderRecording(rows: readonly LiquidationOrderRow[]): readonly Recorded[] {
  const frames = new Map<string, LiquidationOrderRow[]>();
  for (const row of rows) {
    const key = `${row.receivedAtUs}:${row.instId}`;
    frames.set(key, [...(frames.get(key) ?? []), row]);
  }
  return [...frames.values()]
    .map((entries) => {
      const [{ instId, receivedAtUs } = { instId: '', receivedAtUs: 0 }] = entries;
      const family = instId.replace(/-SWAP$/, '');
      const text = (at: TimeMap): string =>
        JSON.stringify({
          arg: { channel: 'liquidation-orders', instType: 'SWAP' },
          data: [
            {
              details: entries.map((row) => ({
                bkLoss: '0',
                bkPx: row.price,
                ccy: '',
                posSide: row.posSide,
                side: row.side,
                sz: row.contracts,
                ts: String(at(row.time)),
              })),
              instFamily: family,
              instId,
              instType: 'SWAP',
              uly: family,
            },
          ],
        });
      return { time: Math.round(receivedAtUs / 1000), text };
    })
    .sort((a, b) => a.time - b.time);
}
