// What stood around a liquidation when it came: the numbers a language model is told.
import { exchangeIds } from '../domain/instrument.js';
import type { Liquidation } from '../domain/record.js';
import type { Surroundings } from '../domain/severity.js';
import type { PriceHistory } from './price-history.js';
import type { RecentLiquidations } from './recent-liquidations.js';
import type { FundingRow } from './snapshot.js';

const MOVE_WINDOWS_MS = [60_000, 300_000, 900_000] as const;

/** A hundredth of a basis point: what is less is the rounding of the samples. */
const STEPS_PER_UNIT = 1_000_000;

/** `rows`: of the liquidation's asset, as last published. */
export function surroundingsOf(
  liquidation: Liquidation,
  rows: readonly FundingRow[],
  recent: RecentLiquidations,
  prices: PriceHistory,
): Surroundings {
  return {
    ...recent.before(liquidation),
    priceMoves: priceMoves(liquidation, rows, prices),
    fundingRates: fundingRates(rows),
  };
}

function priceMoves(
  { asset, receivedAt }: Liquidation,
  rows: readonly FundingRow[],
  prices: PriceHistory,
): Surroundings['priceMoves'] {
  const key = prices.instrumentOf(asset);
  const price = rows.find((row) => row.key === key && !row.isStale)?.markPrice;
  if (price === undefined) return [];
  return MOVE_WINDOWS_MS.flatMap((windowMs) => {
    const { markPrice } = prices.at(asset, windowMs, receivedAt);
    return markPrice === undefined ? [] : [{ windowMs, fraction: moveOf(price, markPrice) }];
  });
}

function moveOf(price: number, before: number): number {
  return Math.round((price / before - 1) * STEPS_PER_UNIT) / STEPS_PER_UNIT + 0;
}

/** In the order of `exchangeIds`. */
function fundingRates(rows: readonly FundingRow[]): Surroundings['fundingRates'] {
  return exchangeIds.flatMap((exchange) => {
    let largest: FundingRow | undefined;
    for (const row of rows) {
      if (row.exchange !== exchange || row.isStale || row.rate8h === undefined) continue;
      if (!largest || (row.volume24hUsd ?? 0) > (largest.volume24hUsd ?? 0)) largest = row;
    }
    return largest?.rate8h === undefined ? [] : [{ exchange, rate8h: largest.rate8h }];
  });
}
