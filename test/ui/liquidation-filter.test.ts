import { describe, expect, it } from 'vitest';
import {
  type FilterPart,
  filtered,
  filterWords,
  type LiquidationFilter,
  stepped,
  unfiltered,
} from '../../src/ui/liquidation-filter.js';
import { liquidation, liquidationRows } from '../support/sample-snapshot.js';

const rows = liquidationRows(40);

const table: readonly (readonly [change: Partial<LiquidationFilter>, words: string])[] = [
  [{ isAssetOnly: true }, 'SOL'],
  [{ exchange: 'okx' }, 'okx'],
  [{ side: 'short' }, 'shorts'],
  [{ minTier: 'HIGH' }, 'HIGH+'],
  [{ minTier: 'CRITICAL' }, 'CRITICAL'],
  [{ minNotionalUsd: 250_000 }, '≥$250K'],
  [{ isAssetOnly: true, side: 'long', minNotionalUsd: 100_000 }, 'SOL · longs · ≥$100K'],
];

describe('a filter of liquidations', () => {
  it.each(table)('of %j is called %s and lets through exactly what passes it', (change, words) => {
    const filter = { ...unfiltered, ...change };
    expect(filterWords(filter, 'SOL')).toBe(words);
    const shown = filtered(rows, filter, 'SOL');
    const passes = (row: (typeof rows)[number]): boolean =>
      (!filter.isAssetOnly || row.liquidation.asset === 'SOL') &&
      (filter.exchange === undefined || row.liquidation.exchange === filter.exchange) &&
      (filter.side === undefined || row.liquidation.side === filter.side) &&
      (filter.minTier === undefined || row.tier === filter.minTier || row.tier === 'CRITICAL') &&
      row.liquidation.notionalUsd >= filter.minNotionalUsd;
    expect(shown).toEqual(rows.filter(passes));
    expect(shown.length).toBeLessThan(rows.length);
  });

  it('that leaves nothing out gives the same list', () => {
    expect(filtered(rows, unfiltered, 'BTC')).toBe(rows);
    expect(filterWords(unfiltered, 'BTC')).toBe('');
  });

  it('lets through what is not judged yet: it may be the worst', () => {
    const unjudged = [{ liquidation: liquidation('new') }];
    expect(filtered(unjudged, { ...unfiltered, minTier: 'CRITICAL' }, 'BTC')).toEqual(unjudged);
  });

  it('names no control character of an asset', () => {
    expect(filterWords({ ...unfiltered, isAssetOnly: true }, 'a\u001b[2J')).toBe('a·[2J');
  });

  const rounds: readonly (readonly [FilterPart, readonly string[]])[] = [
    ['asset', ['BTC', '']],
    ['side', ['longs', 'shorts', '']],
    ['tier', ['MEDIUM+', 'HIGH+', 'CRITICAL', '']],
    ['notional', ['≥$10.0K', '≥$50.0K', '≥$100K', '≥$500K', '≥$1.0M', '']],
    ['exchange', ['binance', 'bybit', 'okx', 'deribit', 'hyperliquid', 'dydx', '']],
  ];

  it.each(rounds)('goes round by %s', (part, words) => {
    let filter = unfiltered;
    const seen = words.map(() => {
      filter = stepped(filter, part);
      return filterWords(filter, 'BTC');
    });
    expect(seen).toEqual(words);
    expect(filter).toEqual(unfiltered);
  });

  it('goes on from an amount that was typed', () => {
    expect(stepped({ ...unfiltered, minNotionalUsd: 250_000 }, 'notional').minNotionalUsd).toBe(500_000);
  });
});
