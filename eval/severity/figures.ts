// Funding and open interest on record for the markets of the recordings, repeated with each event as live feeds repeat them.
import { type ExchangeId, isExchangeId, type NativeSymbol } from '../../src/domain/instrument.js';
import type { Liquidation, Ticker } from '../../src/domain/record.js';
import { cell, rowsOf } from '../../test/local-exchanges/recordings.js';

const FILE = 'market_figures_2024-09_2026-04.csv';
const HOUR_MS = 3_600_000;
/** Open interest tells the order of a market's size: an old figure is better than none. */
const OPEN_INTEREST_AGE_MS = 183 * 24 * HOUR_MS;
/** A settlement is noted some milliseconds after the hour. */
const SETTLING_MS = 60_000;

interface Figure {
  readonly time: number;
  readonly fundingRate: number | undefined;
  readonly intervalHours: number;
  readonly openInterestUsd: number | undefined;
}

interface Series {
  readonly exchange: ExchangeId;
  readonly symbol: string;
  /** Oldest first. */
  readonly figures: Figure[];
}

export interface Figures {
  /** What is on record of the liquidation's asset at its time, and `markPrice` on its own instrument. */
  readonly around: (liquidation: Liquidation, markPrice: number | undefined) => readonly Ticker[];
}

function optional(text: string): number | undefined {
  return text === '' ? undefined : Number(text);
}

function readSeries(): readonly Series[] {
  const found = new Map<string, Series>();
  for (const row of rowsOf(FILE)) {
    const [exchange, symbol] = [cell(row, 'exchange'), cell(row, 'symbol')];
    if (!isExchangeId(exchange)) throw new Error(`${FILE}: no exchange ${exchange}`);
    const series = found.get(`${exchange}:${symbol}`) ?? { exchange, symbol, figures: [] };
    found.set(`${exchange}:${symbol}`, series);
    series.figures.push({
      time: Number(cell(row, 'time_ms')),
      fundingRate: optional(cell(row, 'funding_rate')),
      intervalHours: Number(cell(row, 'funding_interval_hours')),
      openInterestUsd: optional(cell(row, 'open_interest_usd')),
    });
  }
  return [...found.values()];
}

/** The last rate settled stands for the one now stated. */
function figuresAt({ figures }: Series, now: number): Partial<Ticker> {
  const past = figures.filter(({ time }) => time <= now);
  const funding = past.findLast(({ fundingRate }) => fundingRate !== undefined);
  const open = past.findLast(({ openInterestUsd }) => openInterestUsd !== undefined);
  const isPaidFor = funding !== undefined && now - funding.time <= funding.intervalHours * HOUR_MS + SETTLING_MS;
  const isOpen = open !== undefined && now - open.time <= OPEN_INTEREST_AGE_MS;
  return {
    ...(isPaidFor && funding.fundingRate !== undefined
      ? { fundingRate: funding.fundingRate, fundingIntervalHours: funding.intervalHours }
      : {}),
    ...(isOpen && open.openInterestUsd !== undefined ? { openInterestUsd: open.openInterestUsd } : {}),
  };
}

export function createFigures(): Figures {
  const all = readSeries();
  return {
    around: ({ exchange, symbol, asset, quote, receivedAt }, markPrice) => {
      const stamp = { type: 'ticker', asset, quote, time: receivedAt, receivedAt } as const;
      const isOwn = (series: Series): boolean => series.exchange === exchange && series.symbol === symbol;
      const isOfAsset = (series: Series): boolean => isOwn(series) || series.symbol.replace(/USDT$/, '') === asset;
      const tickers = all
        .filter(isOfAsset)
        .map((series) => ({ series, fields: figuresAt(series, receivedAt) }))
        .filter(({ series, fields }) => !isOwn(series) && Object.keys(fields).length > 0)
        .map(({ series, fields }) => ({ ...stamp, exchange: series.exchange, symbol: series.symbol as NativeSymbol, ...fields }));
      const own = all.find(isOwn);
      const fields = { ...(own ? figuresAt(own, receivedAt) : {}), ...(markPrice === undefined ? {} : { markPrice }) };
      return Object.keys(fields).length > 0 ? [{ ...stamp, exchange, symbol, ...fields }, ...tickers] : tickers;
    },
  };
}
