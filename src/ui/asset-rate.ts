import type { FundingRow } from '../market/snapshot.js';

/** The 8 h rate that stands for an asset: of its most traded fresh perpetual. */
export function rate8hOfAsset(rows: readonly FundingRow[] | undefined): number | undefined {
  let best: FundingRow | undefined;
  for (const row of rows ?? []) {
    if (row.rate8h === undefined || row.isStale) continue;
    if (best === undefined || (row.volume24hUsd ?? 0) > (best.volume24hUsd ?? 0)) best = row;
  }
  return best?.rate8h;
}
