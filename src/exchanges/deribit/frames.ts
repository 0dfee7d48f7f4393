import { clean } from '../../domain/decimal.js';
import { WireError } from '../../domain/errors.js';
import type { Instrument } from '../../domain/instrument.js';
import type { Liquidation, Ticker } from '../../domain/record.js';
import { printable } from '../../domain/text.js';
import type { Fault, ParseContext, ParsedFrame } from '../adapter.js';
import { badValue, recordsFrame, unknownInstrument } from '../entries.js';
import { standsAt } from '../head.js';
import { parseSelected } from '../selective-json.js';
import * as wire from '../wire.js';
import { errorText, FUNDING_BASIS_HOURS, isPerpetualSymbol } from './instruments.js';
import { HOUSEKEEPING_ID, TEST_REPLY } from './plan.js';
import { tickerFrame } from './shape.js';

type Draft<T> = { -readonly [Key in keyof T]: T[Key] };
type Side = Liquidation['side'];

const IGNORED: ParsedFrame = { kind: 'ignored' };
const NOTHING: ParsedFrame = { kind: 'records', records: [] };

/** `direction` is the taker's: whose position is closed depends on who was liquidated. */
const TAKER_SIDES = { sell: 'long', buy: 'short' } as const;
const MAKER_SIDES = { sell: 'short', buy: 'long' } as const;
const LIQUIDATED = { T: ['taker'], M: ['maker'], MT: ['taker', 'maker'] } as const;

/** Refusals that pass, and when to ask again. */
const RETRY_AFTER_MS: ReadonlyMap<unknown, number> = new Map([
  [10028, 10_000], // too_many_requests: the session is ended as well
  [10040, 1000], // retry
  [10041, 5000], // settlement_in_progress, around 08:00 UTC
  [10047, 10_000], // matching_engine_queue_full
  [10066, 10_000], // too_many_concurrent_requests
  [11051, 60_000], // system_maintenance
  [13028, 10_000], // temporarily_unavailable
  [13888, 10_000], // timed_out
]);

/** Heads of public and private channels that carry nothing of ours. */
const OTHER_CHANNEL = new RegExp(
  [
    'book\\.',
    'quote\\.',
    'chart\\.',
    'instrument\\.state\\.',
    'markprice\\.options\\.',
    'deribit_price_index\\.',
    'deribit_price_ranking\\.',
    'deribit_price_statistics\\.',
    'deribit_volatility_index\\.',
    'estimated_expiration_price\\.',
    'platform_state',
    'rfq\\.',
    'block_rfq\\.',
    'block_trade_confirmations',
    'announcements',
    'user\\.',
  ].join('|'),
  'y',
);

/** Up to the name of the channel; both orders of fields occur. */
const HEAD = /\{(?:"jsonrpc":"2\.0","method":"subscription",)?"params":\{"channel":"/y;

/** Escapes might spell the key in another way. */
const MAY_LIQUIDATE = /"liquidation"|\\/;

function isOther(text: string, start: number): boolean {
  return standsAt(OTHER_CHANNEL, text, start);
}

/** Where the channel's name starts, in a frame that says first what it is. */
function channelStart(text: string): number | undefined {
  return standsAt(HEAD, text) ? HEAD.lastIndex : undefined;
}

function nonNegative(entry: wire.Wire, key: string): number | undefined {
  const value = wire.optionalNumber(entry, key);
  if (value !== undefined && value < 0) throw new WireError(`${key}: expected a number not below 0, found ${value}`);
  return value;
}

function readTicker(data: wire.Wire, instrument: Instrument, context: ParseContext): Ticker | undefined {
  const mark = wire.optionalPositive(data, 'mark_price');
  const index = wire.optionalPositive(data, 'index_price');
  const last = wire.optionalPositive(data, 'last_price');
  const trailing = wire.optionalNumber(data, 'funding_8h');
  const current = wire.optionalNumber(data, 'current_funding');
  const interest = nonNegative(data, 'open_interest');
  const stats = data['stats'];
  const volume = wire.isObject(stats) ? nonNegative(stats, 'volume_usd') : undefined;
  const ticker: Draft<Ticker> = {
    type: 'ticker',
    exchange: 'deribit',
    symbol: instrument.symbol,
    asset: instrument.asset,
    quote: instrument.quote,
    time: wire.optionalTime(data, 'timestamp') ?? context.receivedAt,
    receivedAt: context.receivedAt,
  };
  if (trailing !== undefined) {
    ticker.fundingRate = trailing;
    ticker.fundingIntervalHours = FUNDING_BASIS_HOURS;
  }
  if (current !== undefined) ticker.instantFundingRate = current;
  if (mark !== undefined) ticker.markPrice = mark;
  if (index !== undefined) ticker.indexPrice = index;
  if (last !== undefined) ticker.lastPrice = last;
  if (interest !== undefined) {
    // Inverse contracts count USD, linear ones coins.
    const isLinear = instrument.kind === 'linear';
    if (isLinear) ticker.openInterest = interest;
    else ticker.openInterestUsd = interest;
    if (mark !== undefined) {
      if (isLinear) ticker.openInterestUsd = clean(interest * mark);
      else ticker.openInterest = clean(interest / mark);
    }
  }
  if (volume !== undefined) ticker.volume24hUsd = volume;
  const isEmpty = trailing ?? current ?? mark ?? index ?? last ?? interest ?? volume;
  return isEmpty === undefined ? undefined : ticker;
}

/** `perpetual.*`: the rate of this moment; the instrument is named by the channel only. */
function readPerpetual(data: wire.Wire, instrument: Instrument, context: ParseContext): Ticker | undefined {
  return readTicker(
    { timestamp: data['timestamp'], current_funding: data['interest'], index_price: data['index_price'] },
    instrument,
    context,
  );
}

function pushLiquidations(trade: wire.Wire, instrument: Instrument, context: ParseContext, records: Liquidation[]): void {
  const takerSide: Side = wire.oneOf(trade, 'direction', TAKER_SIDES);
  const makerSide: Side = wire.oneOf(trade, 'direction', MAKER_SIDES);
  const price = wire.positive(trade, 'price');
  const amount = wire.positive(trade, 'amount');
  const isLinear = instrument.kind === 'linear';
  const time = wire.optionalTime(trade, 'timestamp') ?? context.receivedAt;
  const tradeId = wire.symbol(trade, 'trade_id');
  for (const party of wire.oneOf(trade, 'liquidation', LIQUIDATED)) {
    records.push({
      type: 'liquidation',
      // Both parties of one trade may be liquidated.
      id: `deribit:${instrument.symbol}:${tradeId}:${party}`,
      exchange: 'deribit',
      symbol: instrument.symbol,
      asset: instrument.asset,
      quote: instrument.quote,
      time,
      receivedAt: context.receivedAt,
      side: party === 'taker' ? takerSide : makerSide,
      price,
      size: isLinear ? amount : clean(amount / price),
      notionalUsd: isLinear ? clean(amount * price) : amount,
    });
  }
}

/** The trading perpetual of that name; an unknown one is a fault, anything else nobody's business. */
function findInstrument(symbol: string, context: ParseContext, faults: Fault[]): Instrument | undefined {
  const instrument = context.instruments.get(symbol);
  if (instrument) return instrument.isTrading ? instrument : undefined;
  if (isPerpetualSymbol(symbol)) faults.push(unknownInstrument(symbol));
  return undefined;
}

/** Runs `read`; what cannot be read becomes a fault under `name`. */
function attempt(name: unknown, faults: Fault[], read: () => void): void {
  try {
    read();
  } catch (error) {
    faults.push(badValue(name, error));
  }
}

function readTrades(data: unknown, context: ParseContext): ParsedFrame {
  const records: Liquidation[] = [];
  const faults: Fault[] = [];
  for (const item of wire.array(data, 'data')) {
    const name = wire.isObject(item) ? item['instrument_name'] : undefined;
    attempt(name, faults, () => {
      const trade = wire.object(item, 'trade');
      if (wire.optionalText(trade, 'liquidation') === undefined) return;
      const instrument = findInstrument(wire.text(trade, 'instrument_name'), context, faults);
      if (instrument) pushLiquidations(trade, instrument, context, records);
    });
  }
  return recordsFrame(records, faults);
}

function readTickerFrame(name: unknown, data: unknown, context: ParseContext, read: typeof readTicker): ParsedFrame {
  const records: Ticker[] = [];
  const faults: Fault[] = [];
  attempt(name, faults, () => {
    if (typeof name !== 'string') throw new WireError(`instrument_name: expected text, found ${printable(String(name), 60)}`);
    const instrument = findInstrument(name, context, faults);
    const ticker = instrument && read(wire.object(data, 'data'), instrument, context);
    if (ticker) records.push(ticker);
  });
  return recordsFrame(records, faults);
}

function readSubscription(params: wire.Wire, context: ParseContext): ParsedFrame {
  const channel = wire.text(params, 'channel');
  const data = params['data'];
  if (channel.startsWith('ticker.') || channel.startsWith('incremental_ticker.')) {
    return readTickerFrame(wire.object(data, 'data')['instrument_name'], data, context, readTicker);
  }
  if (channel.startsWith('perpetual.')) {
    return readTickerFrame(channel.slice('perpetual.'.length, channel.lastIndexOf('.')), data, context, readPerpetual);
  }
  if (channel.startsWith('trades.')) return readTrades(data, context);
  if (isOther(channel, 0)) return IGNORED;
  throw new WireError(`unknown channel ${printable(JSON.stringify(channel), 60)}`);
}

function readReply(reply: wire.Wire): ParsedFrame {
  const id = reply['id'];
  const requestId = typeof id === 'number' || typeof id === 'string' ? { requestId: String(id) } : {};
  if (wire.isObject(reply['error'])) {
    const error = reply['error'];
    const retryAfterMs = RETRY_AFTER_MS.get(error['code']);
    return {
      kind: 'rejected',
      reason: errorText(error),
      scope: 'frame',
      ...requestId,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
  }
  const result = reply['result'];
  // The answer to our `public/test`.
  if (wire.isObject(result) && result['version'] !== undefined) return { kind: 'pong' };
  // An unknown channel is left out of the list without an error.
  if (Array.isArray(result)) return { kind: 'ack', ...requestId, accepted: result.filter((item) => typeof item === 'string') };
  return id === HOUSEKEEPING_ID ? { kind: 'pong' } : { kind: 'ack', ...requestId };
}

export function parse(text: string, context: ParseContext): ParsedFrame {
  const start = channelStart(text);
  const isTicker = start !== undefined && text.startsWith('ticker.', start);
  if (start !== undefined && !isTicker) {
    // Told without reading them: books, quotes and candles, and trades among which no liquidation is.
    if (isOther(text, start)) return IGNORED;
    if (text.startsWith('trades.', start) && text.endsWith(']}}') && !MAY_LIQUIDATE.test(text)) return NOTHING;
  }
  const frame = wire.object(isTicker ? parseSelected(text, tickerFrame) : wire.parseJson(text), 'frame');
  switch (frame['method']) {
    case 'subscription':
      return readSubscription(wire.field(frame, 'params'), context);
    case 'heartbeat': {
      const type = wire.text(wire.field(frame, 'params'), 'type');
      return type === 'test_request' ? { kind: 'reply', frame: TEST_REPLY } : { kind: 'pong' };
    }
    case undefined:
      if (frame['result'] !== undefined || frame['error'] !== undefined) return readReply(frame);
      throw new WireError('neither a notification nor an answer');
    default:
      throw new WireError(`unknown method ${printable(JSON.stringify(frame['method']), 60)}`);
  }
}
