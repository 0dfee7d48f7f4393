// The records of the contract as they are read back from files: whatever else a line has is left out.
import * as v from 'valibot';
import { exchangeIds, type NativeSymbol } from '../domain/instrument.js';
import { type Alert, alertKinds, connectionStates, type FeedState, type Liquidation, type Ticker } from '../domain/record.js';
import { isSymbol } from '../exchanges/wire.js';

const finite = v.pipe(v.number(), v.finite());
const positive = v.pipe(finite, v.gtValue(0));
const time = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const exchange = v.picklist(exchangeIds);
const symbol = v.custom<NativeSymbol>(isSymbol);
const figure = v.exactOptional(finite);
const amount = v.exactOptional(v.pipe(finite, v.minValue(0)));
const stamped = { exchange, symbol, asset: v.string(), quote: v.string(), time, receivedAt: time };
const leg = v.object({ exchange, symbol, fundingRate: finite, fundingIntervalHours: positive });

export const tickerSchema = v.object({
  type: v.literal('ticker'),
  ...stamped,
  fundingRate: figure,
  fundingIntervalHours: v.exactOptional(positive),
  nextFundingTime: v.exactOptional(time),
  predictedFundingRate: figure,
  settledFundingRate: figure,
  instantFundingRate: figure,
  markPrice: amount,
  indexPrice: amount,
  lastPrice: amount,
  openInterest: amount,
  openInterestUsd: amount,
  volume24hUsd: amount,
}) satisfies v.GenericSchema<unknown, Ticker>;

export const liquidationSchema = v.object({
  type: v.literal('liquidation'),
  ...stamped,
  id: v.string(),
  side: v.picklist(['long', 'short']),
  price: positive,
  size: positive,
  notionalUsd: positive,
}) satisfies v.GenericSchema<unknown, Liquidation>;

export const feedSchema = v.object({
  type: v.literal('feed'),
  exchange,
  state: v.picklist(connectionStates),
  time,
  reason: v.exactOptional(v.string()),
  attempt: figure,
  retryInMs: figure,
}) satisfies v.GenericSchema<unknown, FeedState>;

export const alertSchema = v.object({
  type: v.literal('alert'),
  id: v.string(),
  kind: v.picklist(alertKinds),
  state: v.picklist(['raised', 'cleared']),
  time,
  asset: v.exactOptional(v.string()),
  exchange: v.exactOptional(exchange),
  symbol: v.exactOptional(symbol),
  message: v.string(),
  long: v.exactOptional(leg),
  short: v.exactOptional(leg),
  spread8h: figure,
  spreadApr: figure,
  feesRoundTrip: figure,
  priceGap: figure,
  breakEvenHours: figure,
}) satisfies v.GenericSchema<unknown, Alert>;
