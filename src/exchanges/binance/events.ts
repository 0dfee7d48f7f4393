// One event of Binance futures → records. https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-market-streams
// Merged frames carry both products and say which in `st` (1 USD-M, 2 COIN-M; at the top or inside `o`). Symbols of the two
// never meet, so the instrument behind the symbol decides the units, in frames from before `st` too.
import { clean } from '../../domain/decimal.js';
import { WireError } from '../../domain/errors.js';
import type { Instrument } from '../../domain/instrument.js';
import type { Liquidation, Ticker } from '../../domain/record.js';
import { printable } from '../../domain/text.js';
import type { Fault, ParseContext, ParsedFrame } from '../adapter.js';
import { badValue, ordinalId, recordsFrame, unknownInstrument } from '../entries.js';
import * as wire from '../wire.js';
import { isDatedSymbol } from './instruments.js';

export type Draft<T> = { -readonly [Key in keyof T]: T[Key] };

/** Of the order, not of the position: a forced SELL closes a long. */
const SIDES = { SELL: 'long', BUY: 'short' } as const;
/** Quotes that count as USD. `ETHBTC` is one of the few that have another: its USD values stay unknown. */
const DOLLARS: ReadonlySet<string> = new Set(['USDT', 'USDC', 'USD', 'BUSD', 'FDUSD', 'USD1']);
export type Reader = (entry: wire.Wire, found: Collector) => void;

/** What one frame has brought so far. */
export class Collector {
  readonly context: ParseContext;
  readonly records: (Ticker | Liquidation)[] = [];
  readonly faults: Fault[] = [];
  #seen: Map<string, number> | undefined;

  constructor(context: ParseContext) {
    this.context = context;
  }

  /** The trading instrument of an entry; unknown ones are a fault, dated and halted ones are nobody's business. */
  instrument(symbol: string): Instrument | undefined {
    const found = this.context.instruments.get(symbol);
    if (found) return found.isTrading ? found : undefined;
    if (!wire.isSymbol(symbol)) throw new WireError(`expected a symbol, found ${printable(JSON.stringify(symbol), 60)}`);
    if (!isDatedSymbol(symbol)) this.faults.push(unknownInstrument(symbol));
    return undefined;
  }

  /** Runs `read`; what cannot be read becomes a fault under `subject`. */
  attempt(subject: unknown, read: Reader, entry: unknown): void {
    try {
      read(wire.object(entry, 'entry'), this);
    } catch (error) {
      this.faults.push(badValue(subject, error));
    }
  }

  /** A liquidation's id within this frame. */
  distinct(id: string): string {
    this.#seen ??= new Map();
    return ordinalId(id, this.#seen);
  }

  frame(): ParsedFrame {
    return recordsFrame(this.records, this.faults);
  }
}

/** Wire price (of one unit of the base coin) → price of one coin. */
export function perCoin(price: number, { multiplier }: Instrument): number {
  return multiplier === 1 ? price : clean(price / multiplier);
}

export function draftTicker(instrument: Instrument, time: number, context: ParseContext): Draft<Ticker> {
  return {
    type: 'ticker',
    exchange: 'binance',
    symbol: instrument.symbol,
    asset: instrument.asset,
    quote: instrument.quote,
    time,
    receivedAt: context.receivedAt,
  };
}

/** COIN-M index of a pair: of all perpetuals on it. */
export function readIndexPrice(entry: wire.Wire, found: Collector): void {
  const price = wire.optionalPositive(entry, 'p');
  const time = wire.optionalTime(entry, 'E') ?? found.context.receivedAt;
  if (price === undefined) return;
  for (const instrument of found.context.instruments.byIndex(wire.text(entry, 'i'))) {
    if (!instrument.isTrading) continue;
    const ticker = draftTicker(instrument, time, found.context);
    ticker.indexPrice = perCoin(price, instrument);
    found.records.push(ticker);
  }
}

function pushStatistics(
  instrument: Instrument,
  time: number,
  last: number | undefined,
  volume: number | undefined,
  found: Collector,
): void {
  if (last === undefined && volume === undefined) return;
  const ticker = draftTicker(instrument, time, found.context);
  if (last !== undefined) ticker.lastPrice = perCoin(last, instrument);
  if (volume !== undefined) ticker.volume24hUsd = volume;
  found.records.push(ticker);
}

/** USD-M states the volume in its quote coin; COIN-M in contracts (`volume`) of so many USD each. */
function volumeUsd(instrument: Instrument, entry: wire.Wire, volume: string, quoteVolume: string): number | undefined {
  const value = instrument.kind === 'linear' ? nonNegative(entry, quoteVolume) : nonNegative(entry, volume);
  if (value === undefined || !DOLLARS.has(instrument.quote)) return undefined;
  return instrument.contractSize === 1 ? value : clean(value * instrument.contractSize);
}

function nonNegative(entry: wire.Wire, key: string): number | undefined {
  const value = wire.optionalNumber(entry, key);
  if (value !== undefined && value < 0) throw new WireError(`${key}: expected a number not below 0, found ${value}`);
  return value;
}

/** `24hrTicker` and `24hrMiniTicker`. */
export function readTicker(entry: wire.Wire, found: Collector): void {
  // The price before the window and the best quotes are sent on the spot market only, whose symbols look the same.
  if (entry['x'] !== undefined) return;
  const instrument = found.instrument(wire.text(entry, 's'));
  if (!instrument) return;
  const time = wire.optionalTime(entry, 'E') ?? found.context.receivedAt;
  pushStatistics(instrument, time, wire.optionalPositive(entry, 'c'), volumeUsd(instrument, entry, 'v', 'q'), found);
}

/** A row of `GET /ticker/24hr`. */
export function readDayStatistics(row: wire.Wire, found: Collector): void {
  const instrument = found.instrument(wire.text(row, 'symbol'));
  if (!instrument) return;
  const time = wire.optionalTime(row, 'closeTime') ?? found.context.receivedAt;
  const volume = volumeUsd(instrument, row, 'volume', 'quoteVolume');
  pushStatistics(instrument, time, wire.optionalPositive(row, 'lastPrice'), volume, found);
}

/** `GET /openInterest`. USD-M counts base coins, COIN-M contracts: without a price each gives one of the two values. */
export function readOpenInterest(answer: wire.Wire, found: Collector): void {
  const instrument = found.instrument(wire.text(answer, 'symbol'));
  if (!instrument) return;
  const amount = nonNegative(answer, 'openInterest');
  if (amount === undefined) return;
  const time = wire.optionalTime(answer, 'time') ?? found.context.receivedAt;
  const ticker = draftTicker(instrument, time, found.context);
  if (instrument.kind === 'linear') ticker.openInterest = clean(amount * instrument.multiplier);
  else ticker.openInterestUsd = clean(amount * instrument.contractSize);
  found.records.push(ticker);
}

/**
 * At most one order a second and symbol is published. `p` is the limit of the order, `ap` its average fill; `q` what was
 * ordered, `z` what was filled, `l` only the last part of that.
 */
export function readForceOrder(event: wire.Wire, found: Collector): void {
  const order = wire.field(event, 'o');
  const instrument = found.instrument(wire.text(order, 's'));
  if (!instrument) return;
  const status = wire.optionalText(order, 'X');
  if (status !== undefined && status !== 'FILLED') return;
  const side = wire.oneOf(order, 'S', SIDES);
  const limit = wire.optionalPositive(order, 'p');
  const average = wire.optionalPositive(order, 'ap');
  const ordered = wire.optionalPositive(order, 'q');
  const filled = wire.optionalPositive(order, 'z');
  const price = average ?? wire.positive(order, 'p');
  const amount = filled ?? wire.positive(order, 'q');
  if (!DOLLARS.has(instrument.quote)) throw new WireError(`priced in ${instrument.quote}: value in USD unknown`);
  const time = wire.optionalTime(order, 'T') ?? wire.optionalTime(event, 'E') ?? found.context.receivedAt;
  const isLinear = instrument.kind === 'linear';
  const notionalUsd = isLinear ? amount * price : amount * instrument.contractSize;
  // No id on the wire: all that tells two orders apart.
  const id = `binance:${instrument.symbol}:${side}:${time}:${ordered ?? ''}:${limit ?? ''}:${filled ?? ''}:${average ?? ''}`;
  found.records.push({
    type: 'liquidation',
    id: found.distinct(id),
    exchange: 'binance',
    symbol: instrument.symbol,
    asset: instrument.asset,
    quote: instrument.quote,
    time,
    receivedAt: found.context.receivedAt,
    side,
    price: perCoin(price, instrument),
    size: isLinear ? clean(amount * instrument.multiplier) : clean((notionalUsd / price) * instrument.multiplier),
    notionalUsd: clean(notionalUsd),
  });
}
