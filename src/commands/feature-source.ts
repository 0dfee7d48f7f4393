// Where the figures of an analysis come from: the same for the command and for the screen.
import type { FeatureSource } from '../analysis/features.js';
import { exchangeIds } from '../domain/instrument.js';
import { adapters } from '../exchanges/registry.js';
import type { MarketSnapshot } from '../market/snapshot.js';

const sampledExchanges = exchangeIds.filter((id) => adapters[id].coverage.liquidations !== 'full');

export function featureSource(snapshot: MarketSnapshot, pastFigures?: FeatureSource['pastFigures']): FeatureSource {
  return {
    snapshot,
    costs: snapshot.arbitrageTerms,
    sampledExchanges,
    ...(pastFigures === undefined ? {} : { pastFigures }),
  };
}
