// An arbitrage row as one object of plain values: a line of `fundmon arb --json`, and what is copied of a row.
import type { ExchangeId, NativeSymbol } from '../domain/instrument.js';
import type { Leg, PairEconomics } from './pair-economics.js';
import type { ArbitrageRow } from './snapshot.js';

export interface LegRecord {
  readonly exchange: ExchangeId;
  readonly symbol: NativeSymbol;
  readonly quote: string;
  readonly fundingRate: number;
  readonly fundingIntervalHours: number;
  readonly rate8h: number;
  /** Absent: not known, or funding accrues continuously. */
  readonly nextFundingTime?: number;
  readonly markPrice?: number;
}

export interface ArbitrageRecord extends PairEconomics {
  readonly type: 'arbitrage';
  readonly asset: string;
  readonly long: LegRecord;
  readonly short: LegRecord;
  readonly raisedTime?: number;
}

function legRecord(leg: Leg): LegRecord {
  const { exchange, symbol, quote, fundingRate, fundingIntervalHours, rate8h, nextFundingTime, markPrice } = leg;
  return {
    ...{ exchange, symbol, quote, fundingRate, fundingIntervalHours, rate8h },
    ...(nextFundingTime === undefined ? {} : { nextFundingTime }),
    ...(markPrice === undefined ? {} : { markPrice }),
  };
}

export function arbitrageRecord({ asset, long, short, economics, raisedTime }: ArbitrageRow): ArbitrageRecord {
  return {
    ...{ type: 'arbitrage' as const, asset, long: legRecord(long), short: legRecord(short), ...economics },
    ...(raisedTime === undefined ? {} : { raisedTime }),
  };
}
