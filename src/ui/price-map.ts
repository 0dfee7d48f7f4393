// Levels of the price scale, joined to as many rows as there is room for.
import type { PriceLevel } from '../market/price-levels.js';

/** Highest first, as given; neighbours are joined so that all are of one width but the lowest. */
export function joinedLevels(levels: readonly PriceLevel[], rows: number): readonly PriceLevel[] {
  if (rows < 1) return [];
  const perRow = Math.max(1, Math.ceil(levels.length / rows));
  const joined: PriceLevel[] = [];
  for (let at = 0; at < levels.length; at += perRow) {
    const group = levels.slice(at, at + perRow);
    const [highest] = group;
    const lowest = group.at(-1);
    if (highest === undefined || lowest === undefined) continue;
    joined.push({
      fromPrice: lowest.fromPrice,
      toPrice: highest.toPrice,
      longUsd: group.reduce((sum, { longUsd }) => sum + longUsd, 0),
      shortUsd: group.reduce((sum, { shortUsd }) => sum + shortUsd, 0),
    });
  }
  return joined;
}

/** Where a price lies on the map: in a level, or above or below all of them. */
export function placeOf(levels: readonly PriceLevel[], price: number): number | 'above' | 'below' {
  const [highest] = levels;
  if (highest === undefined || price >= highest.toPrice) return 'above';
  const place = levels.findIndex(({ fromPrice }) => price >= fromPrice);
  return place === -1 ? 'below' : place;
}
