import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exchangeIds } from '../../src/domain/instrument.js';
import { tiers } from '../../src/domain/severity.js';
import { liquidationTotals } from '../../src/ui/liquidation-totals.js';
import { liquidation, SAMPLE_TIME } from '../support/sample-snapshot.js';

const windows = [60_000, 300_000, 3_600_000];
const rowOf = fc.record({
  liquidation: fc
    .record({
      exchange: fc.constantFrom(...exchangeIds),
      side: fc.constantFrom('long' as const, 'short' as const),
      notionalUsd: fc.integer({ min: 1, max: 1_000_000 }),
      time: fc.integer({ min: SAMPLE_TIME - 4_000_000, max: SAMPLE_TIME }),
    })
    .map((extra) => liquidation('l', extra)),
  tier: fc.constantFrom(...tiers),
});

describe('totals', () => {
  it('equal a recount, tier by tier, side by side, window by window', () => {
    fc.assert(
      fc.property(fc.array(rowOf, { maxLength: 40 }), (rows) => {
        const totals = liquidationTotals(rows, SAMPLE_TIME, windows, (exchange) => exchange === 'binance');
        for (const [index, windowMs] of windows.entries())
          for (const side of ['long', 'short'] as const)
            for (const kind of [...tiers, 'all'] as const) {
              const counted = rows.filter(
                (row) =>
                  row.liquidation.side === side &&
                  (kind === 'all' || row.tier === kind) &&
                  row.liquidation.time > SAMPLE_TIME - windowMs,
              );
              expect(totals(kind, side, index)).toEqual({
                count: counted.length,
                notionalUsd: counted.reduce((sum, row) => sum + row.liquidation.notionalUsd, 0),
                isLeast: counted.some((row) => row.liquidation.exchange === 'binance'),
              });
            }
      }),
      { numRuns: 50 },
    );
  });

  it('count what is not judged yet among all', () => {
    const totals = liquidationTotals([{ liquidation: liquidation('l') }], SAMPLE_TIME, windows, () => false);
    expect(totals('all', 'long', 0).count).toBe(1);
    expect(tiers.map((tier) => totals(tier, 'long', 0).count)).toEqual([0, 0, 0, 0]);
  });
});
