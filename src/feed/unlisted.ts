import type { InstrumentIndex } from '../domain/instrument.js';
import type { Selection } from '../exchanges/adapter.js';

/** Of the assets that are asked for by name, those without a trading perpetual here. */
export function unlistedAssets({ assets }: Selection, instruments: InstrumentIndex): readonly string[] {
  if (assets === 'all') return [];
  const listed = new Set(instruments.all.filter(({ isTrading }) => isTrading).map(({ asset }) => asset));
  return assets.filter((asset) => !listed.has(asset));
}
