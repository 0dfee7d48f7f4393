// https://www.okx.com/docs-v5/en/#public-data-websocket-funding-rate-channel and its neighbours. Sizes are in contracts.
import { clean } from '../../domain/decimal.js';
import type { Instrument } from '../../domain/instrument.js';
import type { Liquidation, Ticker } from '../../domain/record.js';
import { oneOf, optionalNumber, optionalPositive, optionalText, optionalTime, positive, time, type Wire } from '../wire.js';

type Draft = { -readonly [Key in keyof Ticker]: Ticker[Key] };
export type TickerReader = (row: Wire, instrument: Instrument, receivedAt: number) => Ticker | undefined;

const MS_PER_HOUR = 3_600_000;

/** `posSide` is the position; in net mode only the forced order's side tells: it sold a long. */
const positions = { long: 'long', short: 'short', net: 'net' } as const;
const orders = { sell: 'long', buy: 'short' } as const;

function draftOf(row: Wire, { symbol, asset, quote }: Instrument, receivedAt: number): Draft {
  return { type: 'ticker', exchange: 'okx', symbol, asset, quote, time: optionalTime(row, 'ts') ?? receivedAt, receivedAt };
}

// Mark price and open interest of 0 or less stand for "none yet".
function placeholderFree(row: Wire, key: string): number | undefined {
  const value = optionalNumber(row, key);
  return value !== undefined && value > 0 ? value : undefined;
}

/** The forecast for the current interval, charged at `fundingTime`; `nextFundingTime` is the settlement after that one. */
export const readFunding: TickerReader = (row, instrument, receivedAt) => {
  const fundingRate = optionalNumber(row, 'fundingRate');
  // Captures of 2021 lack it at times.
  if (fundingRate === undefined) return undefined;
  const draft = draftOf(row, instrument, receivedAt);
  draft.fundingRate = fundingRate;
  const settlement = optionalTime(row, 'fundingTime');
  const following = optionalTime(row, 'nextFundingTime');
  // The interval changes when OKX adjusts it; no other field and no list tells it.
  const hours = settlement === undefined || following === undefined ? undefined : (following - settlement) / MS_PER_HOUR;
  const interval = hours !== undefined && hours > 0 ? hours : instrument.fundingIntervalHours;
  if (interval !== undefined) draft.fundingIntervalHours = interval;
  if (settlement !== undefined) draft.nextFundingTime = settlement;
  const predicted = optionalNumber(row, 'nextFundingRate');
  if (predicted !== undefined) draft.predictedFundingRate = predicted;
  // While `processing` it is the rate being charged at this moment.
  const settled = row['settState'] === 'settled' ? optionalNumber(row, 'settFundingRate') : undefined;
  if (settled !== undefined) draft.settledFundingRate = settled;
  return draft;
};

export const readMark: TickerReader = (row, instrument, receivedAt) => {
  const markPrice = placeholderFree(row, 'markPx');
  if (markPrice === undefined) return undefined;
  const draft = draftOf(row, instrument, receivedAt);
  draft.markPrice = markPrice;
  return draft;
};

export const readIndex: TickerReader = (row, instrument, receivedAt) => {
  const indexPrice = optionalPositive(row, 'idxPx');
  if (indexPrice === undefined) return undefined;
  const draft = draftOf(row, instrument, receivedAt);
  draft.indexPrice = indexPrice;
  return draft;
};

// The exchange's own products carry binary noise ("2216113.01000000309").
export const readOpenInterest: TickerReader = (row, instrument, receivedAt) => {
  const contracts = placeholderFree(row, 'oi');
  const coins = placeholderFree(row, 'oiCcy') ?? (instrument.kind === 'linear' ? worth(contracts, instrument) : undefined);
  const usd = placeholderFree(row, 'oiUsd') ?? (instrument.kind === 'inverse' ? worth(contracts, instrument) : undefined);
  if (coins === undefined && usd === undefined) return undefined;
  const draft = draftOf(row, instrument, receivedAt);
  if (coins !== undefined) draft.openInterest = clean(coins);
  if (usd !== undefined) draft.openInterestUsd = clean(usd);
  return draft;
};

// Linear: in coins; inverse: in US dollars.
function worth(contracts: number | undefined, { contractSize }: Instrument): number | undefined {
  return contracts === undefined ? undefined : contracts * contractSize;
}

/** There is no ready volume in US dollars: linear is coins × last, inverse contracts × their face value. */
export const readLast: TickerReader = (row, instrument, receivedAt) => {
  const lastPrice = optionalPositive(row, 'last');
  const isLinear = instrument.kind === 'linear';
  const amount = optionalPositive(row, isLinear ? 'volCcy24h' : 'vol24h');
  const unit = isLinear ? lastPrice : instrument.contractSize;
  if (lastPrice === undefined && (amount === undefined || unit === undefined)) return undefined;
  const draft = draftOf(row, instrument, receivedAt);
  if (lastPrice !== undefined) draft.lastPrice = lastPrice;
  if (amount !== undefined && unit !== undefined) draft.volume24hUsd = clean(amount * unit);
  return draft;
};

export function readLiquidation(row: Wire, instrument: Instrument, receivedAt: number): Liquidation {
  const { symbol, asset, quote, kind, contractSize } = instrument;
  const eventTime = time(row, 'ts');
  const position = optionalText(row, 'posSide') === undefined ? 'net' : oneOf(row, 'posSide', positions);
  const side = position === 'net' ? oneOf(row, 'side', orders) : position;
  const contracts = positive(row, 'sz');
  // Transaction price with the liquidation account, near the mark.
  const price = positive(row, 'bkPx');
  const amount = contracts * contractSize;
  const isLinear = kind === 'linear';
  return {
    type: 'liquidation',
    id: `okx:${symbol}:${eventTime}:${position}:${side}:${contracts}:${price}`,
    exchange: 'okx',
    symbol,
    asset,
    quote,
    time: eventTime,
    receivedAt,
    side,
    price,
    size: clean(isLinear ? amount : amount / price),
    notionalUsd: clean(isLinear ? amount * price : amount),
  };
}
