// Which liquidations the reader wants to see. Nothing is forgotten: without the filter all of them are there again.
import { type ExchangeId, exchangeIds } from '../domain/instrument.js';
import type { Liquidation } from '../domain/record.js';
import { type Tier, tierRank, tiers } from '../domain/severity.js';
import { printable } from '../domain/text.js';
import type { LiquidationRow } from '../market/snapshot.js';
import { formatUsd } from './format.js';

export interface LiquidationFilter {
  /** Of the asset on the screen only. */
  readonly isAssetOnly: boolean;
  readonly exchange?: ExchangeId;
  readonly side?: Liquidation['side'];
  /** This tier and worse; what is not judged yet passes. */
  readonly minTier?: Tier;
  /** 0: all. */
  readonly minNotionalUsd: number;
}

export const unfiltered: LiquidationFilter = { isAssetOnly: false, minNotionalUsd: 0 };

/** What one key goes through. A typed command may set any other amount. */
const notionalSteps = [0, 10_000, 50_000, 100_000, 500_000, 1_000_000] as const;
const sides = ['long', 'short'] as const;

export type FilterPart = 'asset' | 'exchange' | 'side' | 'tier' | 'notional';

/** Any, the first, … the last, any again. */
function nextOf<T>(choices: readonly T[], chosen: T | undefined): T | undefined {
  return chosen === undefined ? choices[0] : choices[choices.indexOf(chosen) + 1];
}

/** The filter with one part at its next value, round and round. */
export function stepped(filter: LiquidationFilter, part: FilterPart): LiquidationFilter {
  const { exchange, side, minTier, ...always } = filter;
  const chosen = { exchange, side, minTier };
  switch (part) {
    case 'asset':
      return { ...filter, isAssetOnly: !filter.isAssetOnly };
    case 'notional':
      return { ...filter, minNotionalUsd: notionalSteps.find((step) => step > filter.minNotionalUsd) ?? 0 };
    case 'exchange':
      return withChoices(always, { ...chosen, exchange: nextOf(exchangeIds, exchange) });
    case 'side':
      return withChoices(always, { ...chosen, side: nextOf(sides, side) });
    case 'tier':
      return withChoices(always, { ...chosen, minTier: nextOf(tiers.slice(1), minTier) });
    default:
      return part satisfies never;
  }
}

function withChoices(
  always: Pick<LiquidationFilter, 'isAssetOnly' | 'minNotionalUsd'>,
  { exchange, side, minTier }: { [K in 'exchange' | 'side' | 'minTier']: LiquidationFilter[K] | undefined },
): LiquidationFilter {
  return {
    ...always,
    ...(exchange === undefined ? {} : { exchange }),
    ...(side === undefined ? {} : { side }),
    ...(minTier === undefined ? {} : { minTier }),
  };
}

/** The same list where nothing is filtered out by design. */
export function filtered(rows: readonly LiquidationRow[], filter: LiquidationFilter, asset: string): readonly LiquidationRow[] {
  const { isAssetOnly, exchange, side, minTier, minNotionalUsd } = filter;
  if (filterWords(filter, asset) === '') return rows;
  const minRank = minTier === undefined ? 0 : tierRank(minTier);
  return rows.filter(
    ({ liquidation, tier }) =>
      liquidation.notionalUsd >= minNotionalUsd &&
      (!isAssetOnly || liquidation.asset === asset) &&
      (exchange === undefined || liquidation.exchange === exchange) &&
      (side === undefined || liquidation.side === side) &&
      (tier === undefined || tierRank(tier) >= minRank),
  );
}

/** `BTC · okx · longs · HIGH+ · ≥$100K`; empty where nothing is left out. */
export function filterWords(filter: LiquidationFilter, asset: string): string {
  const { isAssetOnly, exchange, side, minTier, minNotionalUsd } = filter;
  const words = [
    isAssetOnly ? printable(asset) : '',
    exchange ?? '',
    side === undefined ? '' : `${side}s`,
    minTier === undefined ? '' : minTier === 'CRITICAL' ? minTier : `${minTier}+`,
    minNotionalUsd > 0 ? `≥${formatUsd(minNotionalUsd)}` : '',
  ];
  return words.filter((word) => word !== '').join(' · ');
}
