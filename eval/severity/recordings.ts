// The recorded liquidations as the program would have received them: through the adapters, in the order of their receipt, beside
// what is on record of their markets.
import { type ExchangeId, type InstrumentIndex, indexInstruments } from '../../src/domain/instrument.js';
import type { Liquidation, Ticker } from '../../src/domain/record.js';
import { adapters } from '../../src/exchanges/registry.js';
import { shippedInstruments } from '../../src/exchanges/shipped.js';
import type { Recorded } from '../../test/local-exchanges/playback.js';
import {
  allLiquidationRecording,
  allLiquidationRows,
  cell,
  forceOrderRecording,
  forceOrderRows,
  liquidationOrderRecording,
  liquidationOrderRows,
  rowsOf,
} from '../../test/local-exchanges/recordings.js';
import { createFigures } from './figures.js';

/** What arrived together: figures first, so that the liquidation is judged beside them. */
export interface Arrival {
  readonly time: number;
  readonly tickers: readonly Ticker[];
  readonly liquidations: readonly Liquidation[];
}

export const recordingNames = [
  'binance-btc-2024-12',
  'binance-2025-01',
  'binance-2025-12',
  'multi-eth-2026-04',
  'okx-2026-09',
  'bybit-2026-10',
] as const;
export type RecordingName = (typeof recordingNames)[number];

interface Frame {
  readonly exchange: ExchangeId;
  readonly recorded: Recorded;
  /** Where the recorder noted it. */
  readonly markPrice?: number;
}

const BINANCE_FILES = {
  'binance-btc-2024-12': 'binance_forceorder_btcusdt_2024-12-04_2024-12-06.csv',
  'binance-2025-01': 'binance_forceorder_2025-01-22_2025-02-06.csv',
  'binance-2025-12': 'binance_forceorder_2025-12-27_2025-12-28.csv',
} as const;

function framesOf(name: RecordingName): readonly Frame[] {
  switch (name) {
    case 'okx-2026-09':
      return liquidationOrderRecording(liquidationOrderRows()).map((recorded) => ({ exchange: 'okx', recorded }));
    case 'bybit-2026-10':
      return allLiquidationRecording(allLiquidationRows()).map((recorded) => ({ exchange: 'bybit', recorded }));
    case 'multi-eth-2026-04':
      return rowsOf('multi_eth_liquidations_2026-04-03.csv').map(ethFrame);
    default:
      return forceOrderRecording(forceOrderRows(BINANCE_FILES[name])).map((recorded) => ({ exchange: 'binance', recorded }));
  }
}

/** One row of the three exchanges' file, back in its exchange's words. The recorder's clock was slow at first. */
function ethFrame(row: Readonly<Record<string, string>>): Frame {
  const exchange = cell(row, 'exchange');
  const [side = '', orderSide = ''] = cell(row, 'raw_side').split(':');
  const [quantity, price, time] = [cell(row, 'qty_raw'), cell(row, 'price'), Number(cell(row, 'event_time_ms'))];
  const receivedAtUs = Math.max(time, Number(cell(row, 'recv_time_ms'))) * 1000;
  const markPrice = Number(cell(row, 'mark_price'));
  const only = (list: readonly Recorded[]): Recorded => {
    const [recorded] = list;
    if (!recorded) throw new Error('a row is one frame');
    return recorded;
  };
  if (exchange === 'bybit') {
    const symbol = cell(row, 'symbol');
    return {
      exchange,
      markPrice,
      recorded: only(allLiquidationRecording([{ symbol, side, size: quantity, price, time, receivedAtUs }])),
    };
  }
  if (exchange === 'okx') {
    const order = { instId: 'ETH-USDT-SWAP', side: orderSide, posSide: side, contracts: quantity, price, time, receivedAtUs };
    return { exchange, markPrice, recorded: only(liquidationOrderRecording([order])) };
  }
  const order = {
    symbol: cell(row, 'symbol'),
    side: side === 'BUY' ? ('BUY' as const) : ('SELL' as const),
    originalQuantity: quantity,
    price,
    averagePrice: price,
    lastFilledQuantity: quantity,
    filledQuantity: quantity,
    time,
  };
  return { exchange: 'binance', markPrice, recorded: only(forceOrderRecording([order])) };
}

/**
 * Mark prices: as recorded, else Binance's average fills, which lie within 3 basis points of the mark where both were noted.
 * Bybit and OKX tell bankruptcy prices, up to half a percent beside it: there the mark stays unknown.
 */
function markOf({ exchange, markPrice }: Frame, { price }: Liquidation): number | undefined {
  return markPrice ?? (exchange === 'binance' ? price : undefined);
}

export function recordedArrivals(name: RecordingName): readonly Arrival[] {
  const figures = createFigures();
  const lists = new Map<ExchangeId, InstrumentIndex>();
  const listed = (exchange: ExchangeId): InstrumentIndex => {
    const known = lists.get(exchange) ?? indexInstruments(shippedInstruments(exchange));
    lists.set(exchange, known);
    return known;
  };
  return [...framesOf(name)]
    .sort((a, b) => a.recorded.time - b.recorded.time)
    .map((frame) => {
      const { time, text } = frame.recorded;
      const parsed = adapters[frame.exchange].parse(
        text((recorded) => recorded),
        { receivedAt: time, instruments: listed(frame.exchange) },
      );
      if (parsed.kind !== 'records') throw new Error(`${name}: a frame that is none: ${JSON.stringify(parsed)}`);
      const liquidations = parsed.records.filter((record) => record.type === 'liquidation');
      const tickers = liquidations.flatMap((liquidation) => figures.around(liquidation, markOf(frame, liquidation)));
      return { time, tickers, liquidations };
    });
}
