import type { AssetSummary, FundingRow } from './snapshot.js';

function summarize(asset: string, rows: readonly FundingRow[], spread8h: number | undefined): AssetSummary {
  let volume24hUsd: number | undefined;
  for (const row of rows) {
    if (row.volume24hUsd !== undefined) volume24hUsd = (volume24hUsd ?? 0) + row.volume24hUsd;
  }
  return {
    asset,
    instrumentCount: rows.length,
    ...(spread8h === undefined ? {} : { spread8h }),
    ...(volume24hUsd === undefined ? {} : { volume24hUsd }),
  };
}

function isSame(a: AssetSummary, b: AssetSummary): boolean {
  return (
    a.asset === b.asset &&
    a.instrumentCount === b.instrumentCount &&
    a.spread8h === b.spread8h &&
    a.volume24hUsd === b.volume24hUsd
  );
}

/** By 24 h volume over all exchanges, largest first, then by name; `previous` itself, or its parts, where nothing changed. */
export function listAssets(
  previous: readonly AssetSummary[],
  funding: ReadonlyMap<string, readonly FundingRow[]>,
  spreadOf: (asset: string) => number | undefined,
): readonly AssetSummary[] {
  const held = new Map(previous.map((summary) => [summary.asset, summary]));
  const next: AssetSummary[] = [];
  for (const [asset, rows] of funding) {
    const summary = summarize(asset, rows, spreadOf(asset));
    const before = held.get(asset);
    next.push(before && isSame(before, summary) ? before : summary);
  }
  next.sort((a, b) => {
    const difference = (b.volume24hUsd ?? 0) - (a.volume24hUsd ?? 0);
    return difference !== 0 ? difference : a.asset < b.asset ? -1 : 1;
  });
  return next.length === previous.length && next.every((summary, i) => summary === previous[i]) ? previous : next;
}
