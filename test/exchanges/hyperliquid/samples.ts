// A small universe, contexts of its coins, and shorthands to read frames against it.
import { expect } from 'vitest';
import { indexInstruments } from '../../../src/domain/instrument.js';
import type { ParsedFrame } from '../../../src/exchanges/adapter.js';
import { hyperliquid } from '../../../src/exchanges/hyperliquid/adapter.js';

export const noon = Date.UTC(2026, 4, 20, 12);
export const meta =
  '{"collateralToken":0,"marginTables":[],"universe":[{"maxLeverage":40,"name":"BTC","szDecimals":5},{"maxLeverage":20,"name":"MATIC","szDecimals":1,"isDelisted":true},{"maxLeverage":10,"name":"kPEPE","szDecimals":0,"isDelisted":null},{"maxLeverage":3,"name":"0G","szDecimals":0}]}';
export const listed = hyperliquid.instruments.parse([meta]);
export const instruments = indexInstruments(listed);

export const parse = (frame: string, receivedAt = noon): ParsedFrame => hyperliquid.parse(frame, { receivedAt, instruments });
export const btc =
  '{"funding":"-0.0000015186","openInterest":"27353.17682","prevDayPx":"76317.0","dayNtlVlm":"1516669192.1953897476","premium":"-0.0005927453","oraclePx":"77605.0","markPx":"77562.0","midPx":"77558.5","impactPxs":["77558.0","77559.0"],"dayBaseVlm":"19707.77457"}';
export const pepe =
  '{"funding":"0.0000125","openInterest":"5235352696.0","prevDayPx":"0.0036","dayNtlVlm":"100.5","premium":"0.0001","oraclePx":"0.003633","markPx":"0.003632","midPx":"0.003631","impactPxs":["0.003631","0.003632"],"dayBaseVlm":"1.0"}';
export const dead =
  '{"funding":"0.0","openInterest":"0.0","prevDayPx":"0.37621","dayNtlVlm":"0.0","premium":null,"oraclePx":"0.37621","markPx":"0.37621","midPx":null,"impactPxs":null,"dayBaseVlm":"0.0"}';

export const records = (frame: ParsedFrame) => (frame.kind === 'records' ? frame.records : expect.fail(`a ${frame.kind} frame`));
export const faults = (frame: ParsedFrame) =>
  frame.kind === 'records' ? (frame.faults ?? []) : expect.fail(`a ${frame.kind} frame`);
export const active = (coin: string, ctx: string): string =>
  `{"channel":"activeAssetCtx","data":{"coin":"${coin}","ctx":${ctx}}}`;
export const bulk = (...contexts: string[]): string => `{"channel":"assetCtxs","data":{"dex":"","ctxs":[${contexts.join(',')}]}}`;
