// `v4_trades`: https://docs.dydx.xyz/interaction/data/feeds. There is no channel of liquidations: trades say what they are.
import { clean } from '../../domain/decimal.js';
import type { Instrument } from '../../domain/instrument.js';
import type { Liquidation } from '../../domain/record.js';
import type { Fault, ParseContext } from '../adapter.js';
import { badValue, unknownInstrument } from '../entries.js';
import { isObject, isoTime, list, object, oneOf, positive, symbol, type Wire } from '../wire.js';

/** `LIQUIDATED`: filled on the book. `DELEVERAGED`: closed against other accounts, at the bankruptcy price. Others are ordinary. */
const FORCED: ReadonlySet<unknown> = new Set(['LIQUIDATED', 'DELEVERAGED']);

/** `side` is that of the order which closes: selling ends a long. */
const SIDES = { SELL: 'long', BUY: 'short' } as const;

function readTrade(trade: Wire, instrument: Instrument, receivedAt: number): Liquidation {
  const price = positive(trade, 'price');
  const size = positive(trade, 'size');
  return {
    type: 'liquidation',
    // The event's id on the chain, one per fill.
    id: `dydx:${instrument.symbol}:${symbol(trade, 'id')}`,
    exchange: 'dydx',
    symbol: instrument.symbol,
    asset: instrument.asset,
    quote: instrument.quote,
    time: isoTime(trade, 'createdAt'),
    receivedAt,
    side: oneOf(trade, 'side', SIDES),
    price,
    size,
    notionalUsd: clean(price * size),
  };
}

/** Forced closes among the trades of `ticker`. A market that is being settled closes everybody: those are not liquidations. */
export function readTrades(contents: Wire, ticker: string, context: ParseContext, into: Liquidation[], faults: Fault[]): void {
  for (const entry of list(contents, 'trades')) {
    if (isObject(entry) && !FORCED.has(entry['type'])) continue;
    const instrument = context.instruments.get(ticker);
    if (!instrument) {
      faults.push(unknownInstrument(ticker));
      return;
    }
    if (!instrument.isTrading) return;
    try {
      into.push(readTrade(object(entry, 'trade'), instrument, context.receivedAt));
    } catch (error) {
      faults.push(badValue(ticker, error));
    }
  }
}
