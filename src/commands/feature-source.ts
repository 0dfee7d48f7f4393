// Where the figures of an analysis come from: the same for the command and for the screen.
import type { FeatureSource } from '../analysis/features.js';
import { exchangeIds } from '../domain/instrument.js';
import { adapters } from '../exchanges/registry.js';
import type { MarketSnapshot } from '../market/snapshot.js';
import type { Settings } from '../settings.js';
import { takerFees } from './session.js';

/** A week: what a position taken for its funding is usually held at least. */
const HOLD_HOURS = 168;
const sampledExchanges = exchangeIds.filter((id) => adapters[id].coverage.liquidations !== 'full');

export function featureSource(
  snapshot: MarketSnapshot,
  settings: Settings,
  pastFigures?: FeatureSource['pastFigures'],
): FeatureSource {
  return {
    snapshot,
    costs: { takerFees: takerFees(settings), slippage: 0, holdHours: HOLD_HOURS },
    sampledExchanges,
    ...(pastFigures === undefined ? {} : { pastFigures }),
  };
}
