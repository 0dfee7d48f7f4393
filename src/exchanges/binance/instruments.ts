import { WireError } from '../../domain/errors.js';
import type { Instrument } from '../../domain/instrument.js';
import { printable } from '../../domain/text.js';
import type { InstrumentSource } from '../adapter.js';
import { splitMultiplier } from '../asset.js';
import { parseAnswer, unknownAnswer } from '../entries.js';
import * as wire from '../wire.js';

export const USD_M_REST = 'https://fapi.binance.com';
export const COIN_M_REST = 'https://dapi.binance.com';

const HOUR_MS = 3_600_000;
/** Head of `baseAsset`: `1000PEPE`, `1000000MOG`, `1MBABYDOGE`; `1INCH` is a coin's own name. */
const MULTIPLIER = /^(?:1000000|100000|10000|1000|1M)(?=\D)/;
/** `BTCUSDT_260327` (USD-M) and `BTCUSD_260327` (COIN-M): delivery on that day. */
const DATED = /_\d{6}$/;
const DATED_TYPES: readonly string[] = ['CURRENT_MONTH', 'NEXT_MONTH', 'CURRENT_QUARTER', 'NEXT_QUARTER'];
const PERPETUAL_TYPES: readonly string[] = ['PERPETUAL', 'TRADIFI_PERPETUAL'];
/** What a symbol missing from a fundingInfo answer has: it lists only those ever adjusted. */
const DEFAULT_INTERVAL_HOURS = 8;

export function isDatedSymbol(symbol: string): boolean {
  return DATED.test(symbol);
}

/** A REST answer; the exchange's own error body is a `WireError` in its words. */
export function readAnswer(body: string): unknown {
  const answer = parseAnswer(body);
  if (wire.isObject(answer) && 'code' in answer && 'msg' in answer) {
    throw new WireError(`binance says: ${printable(String(answer['msg']))} (code ${printable(String(answer['code']))})`);
  }
  return answer;
}

/** What fundingInfo tells of a symbol. */
type FundingTerms = Pick<Instrument, 'fundingIntervalHours' | 'fundingRateCap' | 'fundingRateFloor'>;

function readTerms(row: wire.Wire): FundingTerms {
  const fundingRateCap = wire.optionalNumber(row, 'adjustedFundingRateCap');
  const fundingRateFloor = wire.optionalNumber(row, 'adjustedFundingRateFloor');
  return {
    fundingIntervalHours: wire.positive(row, 'fundingIntervalHours'),
    ...(fundingRateCap !== undefined && { fundingRateCap }),
    ...(fundingRateFloor !== undefined && { fundingRateFloor }),
  };
}

/** `undefined` for what is no perpetual; throws on a broken row. */
function readInstrument(row: wire.Wire, terms: ReadonlyMap<string, FundingTerms> | undefined): Instrument | undefined {
  const symbol = wire.symbol(row, 'symbol');
  const type = wire.optionalText(row, 'contractType') ?? '';
  if (isDatedSymbol(symbol) || DATED_TYPES.includes(type)) return undefined;
  // COIN-M: `contractStatus` for `status`, and USD per contract.
  const usdPerContract = wire.optionalPositive(row, 'contractSize');
  const status = wire.optionalText(row, 'status') ?? wire.optionalText(row, 'contractStatus') ?? 'TRADING';
  const quote = wire.symbol(row, 'quoteAsset').toUpperCase();
  const isInverse = usdPerContract !== undefined || symbol.endsWith('USD_PERP');
  if (isInverse && usdPerContract === undefined) throw new WireError(`${symbol}: no contractSize`);
  const { asset, multiplier } = splitMultiplier(wire.symbol(row, 'baseAsset'), MULTIPLIER);
  return {
    exchange: 'binance',
    symbol,
    asset,
    quote,
    kind: isInverse ? 'inverse' : 'linear',
    contractSize: usdPerContract ?? 1,
    multiplier,
    isTrading: status === 'TRADING' && (type === '' || PERPETUAL_TYPES.includes(type)),
    ...(isInverse && { indexSymbol: wire.optionalText(row, 'pair') ?? symbol.slice(0, symbol.indexOf('_')) }),
    ...(terms && (terms.get(symbol) ?? { fundingIntervalHours: DEFAULT_INTERVAL_HOURS })),
  };
}

/** `read` for every row that is an object; a broken row is left out. */
function eachRow(rows: readonly unknown[], read: (row: wire.Wire) => void): void {
  for (const row of rows) {
    try {
      read(wire.object(row, 'row'));
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
    }
  }
}

function parseInstruments(bodies: readonly string[]): readonly Instrument[] {
  const listings: (readonly unknown[])[] = [];
  let terms: Map<string, FundingTerms> | undefined;
  for (const body of bodies) {
    const answer = readAnswer(body);
    if (Array.isArray(answer)) {
      const known = terms ?? new Map<string, FundingTerms>();
      terms = known;
      if (answer.length > 0 && !answer.some((row) => wire.isObject(row) && 'fundingIntervalHours' in row)) {
        throw unknownAnswer('a fundingInfo list', body);
      }
      eachRow(answer, (row) => known.set(wire.symbol(row, 'symbol'), readTerms(row)));
    } else if (wire.isObject(answer) && Array.isArray(answer['symbols'])) {
      listings.push(answer['symbols']);
    } else {
      throw unknownAnswer('exchangeInfo', body);
    }
  }
  const instruments: Instrument[] = [];
  for (const rows of listings) {
    eachRow(rows, (row) => {
      const instrument = readInstrument(row, terms);
      if (instrument) instruments.push(instrument);
    });
  }
  return instruments;
}

export const instrumentSource: InstrumentSource = {
  requests: [
    { url: `${USD_M_REST}/fapi/v1/exchangeInfo`, weight: 1 },
    { url: `${COIN_M_REST}/dapi/v1/exchangeInfo`, weight: 1 },
    // Weight 0 in the pool of the other requests: counted in one of its own, 500 in 5 minutes.
    { url: `${USD_M_REST}/fapi/v1/fundingInfo`, weight: 0 },
    { url: `${COIN_M_REST}/dapi/v1/fundingInfo`, weight: 0 },
  ],
  parse: parseInstruments,
  refreshMs: HOUR_MS,
  // An interval changes with the settlement of a full hour, and may take 15 minutes to show.
  refreshAfterHourMs: [60_000, 960_000],
};
