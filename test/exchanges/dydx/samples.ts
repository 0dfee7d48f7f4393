// A few markets, and shorthands to read frames against them.
import { expect } from 'vitest';
import { indexInstruments } from '../../../src/domain/instrument.js';
import type { ParsedFrame } from '../../../src/exchanges/adapter.js';
import { dydx } from '../../../src/exchanges/dydx/adapter.js';

export const LONG_TICKER = 'BUFFI,UNISWAP_V3,0X4C1B1302220D7DE5C22B495E78B72F2DD2457D45-USD';

/** As documented, but for `volume24H` and `status`. */
export const market = (ticker: string, status: string, volume24H: string): string =>
  `"${ticker}":{"clobPairId":"0","ticker":"${ticker}","status":"${status}","oraclePrice":"89919.2","priceChange24H":"701.10762","volume24H":"${volume24H}","trades24H":63065,"nextFundingRate":"0.00000254545454545455","initialMarginFraction":"0.02","maintenanceMarginFraction":"0.012","openInterest":"381.7348","atomicResolution":-10,"quantumConversionExponent":-9,"tickSize":"1","stepSize":"0.0001","stepBaseQuantums":1000000,"subticksPerTick":100000,"marketType":"CROSS","openInterestLowerCap":"0","openInterestUpperCap":"0","baseOpenInterest":"782.0931","defaultFundingRate1H":"0"}`;

export const marketsAnswer = `{"markets":{${[
  market('ETH-USD', 'ACTIVE', '1000.5'),
  market('BTC-USD', 'ACTIVE', '247500844.6834'),
  market('OLD-USD', 'FINAL_SETTLEMENT', '999999999999'),
  market('NEXT-USD', 'INITIALIZING', '0'),
  market(LONG_TICKER, 'ACTIVE', '7'),
].join(',')}}}`;

export const listed = dydx.instruments.parse([marketsAnswer]);
export const instruments = indexInstruments(listed);
export const noon = Date.UTC(2026, 4, 20, 12);

export const parse = (frame: string, receivedAt = noon): ParsedFrame => dydx.parse(frame, { receivedAt, instruments });
export const records = (frame: ParsedFrame) => (frame.kind === 'records' ? frame.records : expect.fail(`a ${frame.kind} frame`));
export const faults = (frame: ParsedFrame) =>
  frame.kind === 'records' ? (frame.faults ?? []) : expect.fail(`a ${frame.kind} frame`);

export const update = (contents: string): string =>
  `{"type":"channel_data","connection_id":"c","message_id":7,"channel":"v4_markets","version":"1.0.0","contents":${contents}}`;

export const batch = (...contents: string[]): string =>
  `{"type":"channel_batch_data","connection_id":"c","message_id":7,"channel":"v4_markets","version":"1.0.0","contents":[${contents.join(',')}]}`;

export const snapshot = `{"type":"subscribed","connection_id":"c","message_id":1,"channel":"v4_markets","contents":${marketsAnswer}}`;

export const trades = (ticker: string, ...rows: string[]): string =>
  `{"type":"channel_data","connection_id":"c","message_id":7,"id":"${ticker}","channel":"v4_trades","version":"2.1.0","contents":{"trades":[${rows.join(',')}]}}`;

export const pastTrades = (ticker: string, ...rows: string[]): string =>
  `{"type":"subscribed","connection_id":"c","message_id":2,"channel":"v4_trades","id":"${ticker}","contents":{"trades":[${rows.join(',')}]}}`;

export const trade = (id: string, type: string, side: string): string =>
  `{"id":"${id}","side":"${side}","size":"3.9","price":"22.87","type":"${type}","createdAt":"2024-08-04T07:34:50.628Z","createdAtHeight":"21973338"}`;
