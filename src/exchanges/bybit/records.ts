// https://bybit-exchange.github.io/docs/v5/websocket/public/ticker and …/all-liquidation
import { clean } from '../../domain/decimal.js';
import type { Instrument } from '../../domain/instrument.js';
import type { Liquidation, Ticker } from '../../domain/record.js';
import { oneOf, optionalNumber, optionalPositive, optionalTime, positive, time, type Wire } from '../wire.js';

type Draft<T> = { -readonly [Key in keyof T]: T[Key] };

// The side is the position's here: "Buy" means a long was liquidated. On Binance and OKX it is the order's, the opposite.
const sides = { Buy: 'long', Sell: 'short' } as const;

function perCoin(price: number, instrument: Instrument): number {
  return instrument.multiplier === 1 ? price : clean(price / instrument.multiplier);
}

function inCoins(amount: number, instrument: Instrument): number {
  return instrument.multiplier === 1 ? amount : clean(amount * instrument.multiplier);
}

// One side's open interest. The older fields count both sides, exactly twice the single ones (docs change of 2026-06-11).
function oneSided(row: Wire, single: string, both: string): number | undefined {
  const value = optionalPositive(row, single);
  if (value !== undefined) return value;
  const doubled = optionalPositive(row, both);
  return doubled === undefined ? undefined : doubled / 2;
}

/** False where the message does not tell it. */
function readOpenInterest(row: Wire, instrument: Instrument, isWhole: boolean, draft: Draft<Ticker>): boolean {
  const amount = oneSided(row, 'singleOpenInterest', 'openInterest');
  const value = oneSided(row, 'singleOpenInterestValue', 'openInterestValue');
  if (amount === undefined && value === undefined) return false;
  // Linear: base coins and their value in the quote. Inverse: US dollars and their value in the coin.
  const isLinear = instrument.kind === 'linear';
  const coins = isLinear ? (amount === undefined ? undefined : inCoins(amount, instrument)) : value;
  const usd = isLinear ? value : amount;
  if (coins !== undefined) draft.openInterest = coins;
  if (usd !== undefined) draft.openInterestUsd = usd;
  else if (isWhole && coins !== undefined && draft.markPrice !== undefined) {
    draft.openInterestUsd = clean(coins * draft.markPrice);
  }
  return true;
}

/**
 * A WebSocket ticker or a row of the REST answer; `undefined` when it carries nothing of the contract. `isWhole`: the
 * message tells everything there is, so an interval it lacks is the instrument list's; in a delta what is missing has
 * not changed, and the list may be older than the stream (the interval changes by itself since 2025-10-30).
 */
export function readTicker(
  row: Wire,
  instrument: Instrument,
  eventTime: number,
  receivedAt: number,
  isWhole: boolean,
): Ticker | undefined {
  const { symbol, asset, quote } = instrument;
  const draft: Draft<Ticker> = { type: 'ticker', exchange: 'bybit', symbol, asset, quote, time: eventTime, receivedAt };
  const fundingRate = optionalNumber(row, 'fundingRate');
  if (fundingRate !== undefined) draft.fundingRate = fundingRate;
  let hours = optionalPositive(row, 'fundingIntervalHour');
  if (hours === undefined && isWhole && fundingRate !== undefined) hours = instrument.fundingIntervalHours;
  if (hours !== undefined) draft.fundingIntervalHours = hours;
  const nextFundingTime = optionalTime(row, 'nextFundingTime');
  if (nextFundingTime !== undefined) draft.nextFundingTime = nextFundingTime;
  const markPrice = optionalPositive(row, 'markPrice');
  if (markPrice !== undefined) draft.markPrice = perCoin(markPrice, instrument);
  const indexPrice = optionalPositive(row, 'indexPrice');
  if (indexPrice !== undefined) draft.indexPrice = perCoin(indexPrice, instrument);
  const lastPrice = optionalPositive(row, 'lastPrice');
  if (lastPrice !== undefined) draft.lastPrice = perCoin(lastPrice, instrument);
  const hasOpenInterest = readOpenInterest(row, instrument, isWhole, draft);
  // Linear: turnover is in the quote. Inverse: volume is in US dollars, turnover in the coin.
  const volume24hUsd = optionalPositive(row, instrument.kind === 'linear' ? 'turnover24h' : 'volume24h');
  if (volume24hUsd !== undefined) draft.volume24hUsd = volume24hUsd;
  const any = fundingRate ?? hours ?? nextFundingTime ?? markPrice ?? indexPrice ?? lastPrice ?? volume24hUsd;
  return any === undefined && !hasOpenInterest ? undefined : draft;
}

/** Where a liquidation row keeps what: the live topic, and the one retired in February 2025 (archives). */
export interface LiquidationFields {
  readonly time: string;
  readonly symbol: string;
  readonly side: string;
  readonly size: string;
  readonly price: string;
}

/** The price is the position's bankruptcy price, not the fill: fine for a value, usually beyond the market. */
export function readLiquidation(row: Wire, fields: LiquidationFields, instrument: Instrument, receivedAt: number): Liquidation {
  const { symbol, asset, quote, kind } = instrument;
  const eventTime = time(row, fields.time);
  const side = oneOf(row, fields.side, sides);
  const amount = positive(row, fields.size);
  const price = positive(row, fields.price);
  return {
    type: 'liquidation',
    id: `bybit:${symbol}:${eventTime}:${side}:${amount}:${price}`,
    exchange: 'bybit',
    symbol,
    asset,
    quote,
    time: eventTime,
    receivedAt,
    side,
    price: perCoin(price, instrument),
    size: kind === 'linear' ? inCoins(amount, instrument) : clean(amount / price),
    notionalUsd: kind === 'linear' ? clean(amount * price) : amount,
  };
}
