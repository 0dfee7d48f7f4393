import { describe, expect, it } from 'vitest';
import type { Leg } from '../../src/market/pair-economics.js';
import type { ArbitrageRow } from '../../src/market/snapshot.js';
import { cellWidth } from '../../src/ui/cells.js';
import { atTop } from '../../src/ui/list-cursor.js';
import { arbitrageTableLines } from '../../src/ui/panels/arbitrage-table.js';
import { createTheme } from '../../src/ui/theme.js';
import { rateUnits } from '../../src/ui/unit.js';
import { arbitrageRow, native, SAMPLE_TIME, sampleSnapshot, sampleTerms } from '../support/sample-snapshot.js';

const snapshot = sampleSnapshot();
const sol = arbitrageRow('SOL', 0.000212, 'dydx', 'bybit');

function table(width: number, height = 8, extra: Partial<Parameters<typeof arbitrageTableLines>[0]> = {}): readonly string[] {
  return arbitrageTableLines({
    ...{ theme: createTheme({ colors: 0 }), width, height, isFocused: true, cursor: atTop, time: SAMPLE_TIME },
    ...{ terms: sampleTerms, hasRates: true, unit: 'raw', rows: [sol] },
    ...extra,
  }).map((line) => line.replace(/\u001b\[[\d;]*m/g, ''));
}

const squeezed = (line: string | undefined): string | undefined => line?.replace(/ +/g, ' ');

function withLong(fields: Partial<Leg>): readonly ArbitrageRow[] {
  return [{ ...sol, long: { ...sol.long, ...fields } }];
}

describe('the arbitrage table', () => {
  it('has all there is to a pair at full width', () => {
    const lines = table(200);
    expect(squeezed(lines[1])).toBe(
      '│ ! ASSET LONG SYMBOL RATE PAID IN SHORT SYMBOL RATE PAID IN SPREAD 8H APR FEES GAP B/E NET APR CASH 24H ALERT │',
    );
    expect(squeezed(lines[2])).toBe(
      '│ ! SOL dydx USD SOL-USD -0.00040% 1h 00:58:59 bybit USDT SOLUSDT +0.01800% 8h 07:58:59 +0.0212% +23.21% +0.21% -0.030% 68h +13.83% +0.0636% ! 1m │',
    );
  });

  it('has every figure at 120 columns, the payments of both legs in one', () => {
    expect(squeezed(table(120)[2])).toBe(
      '│ ! SOL dyd USD -0.00040% 1h byb USDT +0.01800% 8h +0.0212% +0.21% -0.030% 68h +13.83% +0.0636% 00:58 07:58 │',
    );
  });

  it('keeps legs with quotes, rates, spread, break-even and net at 80 columns, and has the costs under the rows', () => {
    const lines = table(80);
    expect(squeezed(lines[2])).toBe('│ ! SOL dyd USD -0.00040% 1h byb USDT +0.01800% 8h +0.0212% 68h +13.83% │');
    expect(lines.at(-1)).toContain('─ fees +0.21% gap -0.030% 24h +0.0636% · paid in 00:58 07:58 · SOL-USD / SO');
  });

  it.each(rateUnits)('cuts nothing of the longest names and the largest rates at 80 columns, unit %s', (unit) => {
    const fartcoin = arbitrageRow('FARTCOIN', 0.0187, 'hyperliquid', 'binance');
    const pepe = arbitrageRow('PEPE', 0.00011, 'hyperliquid', 'binance');
    const rows = [
      { ...fartcoin, long: { ...fartcoin.long, quote: 'USDC', fundingRate: -0.0187, rate8h: -0.1496, apr: -163.8 } },
      { ...pepe, short: { ...pepe.short, symbol: native('1000PEPEUSDT') } },
    ];
    const lines = table(80, 8, { unit, rows });
    expect(lines.slice(1, -1).join('\n')).not.toContain('…');
    expect(lines[2]).toContain('FARTCOIN hyp USDC');
    expect(lines[2]).toMatch(/ bin USDT +\+\d/);
  });

  it('shows a price gap that is a credit, and one that is a cost', () => {
    const at = (priceGap: number) => ({ ...sol, asset: `GAP${priceGap}`, economics: { ...sol.economics, priceGap } });
    const lines = table(120, 8, { rows: [at(-0.0123), at(0.0123)] });
    expect(lines[2]).toContain(' -1.230% ');
    expect(lines[3]).toContain(' +1.230% ');
  });

  it('tells nothing of a payment or a cost that it does not know', () => {
    const { nextFundingTime: _, markPrice: __, ...long } = sol.long;
    const { priceGap: ___, breakEvenHours: ____, netApr: _____, cashFlow24h: ______, ...economics } = sol.economics;
    expect(squeezed(table(200, 8, { rows: [{ ...sol, long, economics }] })[2])).toContain(
      ' 1h – bybit USDT SOLUSDT +0.01800% 8h 07:58:59 +0.0212% +23.21% +0.21% – – – – ',
    );
    const continuous = { ...long, instantFundingRate: 0 };
    expect(table(200, 8, { rows: [{ ...sol, long: continuous }] })[2]).toMatch(/1h +always /);
    expect(table(120, 8, { rows: [{ ...sol, long: continuous }] })[2]).toMatch(/ cont 07:58 /);
  });

  it('never cuts an interval', () => {
    expect(table(120, 8, { rows: withLong({ fundingIntervalHours: 12 }) })[2]).toContain('-0.00040%12h');
  });

  it.each([
    [80, 21],
    [120, 33],
    [200, 57],
  ])('is exactly %i×%i', (width, height) => {
    const lines = table(width, height, { rows: snapshot.arbitrage });
    expect(lines).toHaveLength(height);
    for (const line of lines) expect(cellWidth(line)).toBe(width);
  });

  it('writes rates and spread in the unit of choice, each rate with its interval', () => {
    const per8h = table(120, 8, { unit: '8h' });
    expect(per8h[1]).toMatch(/ 8H RATE .* 8H RATE +SPREAD 8H /);
    expect(per8h[2]).toMatch(/ -0\.0032% 1h .* \+0\.0180% 8h .* \+0\.0212% /);
    const perYear = table(120, 8, { unit: 'apr' });
    expect(perYear[1]).toMatch(/ APR .* APR +SPREAD APR /);
    expect(perYear[2]).toMatch(/ -3\.50% 1h .* \+19\.71% 8h .* \+23\.21% /);
  });

  it('draws the rows in sight and no others, however many there are', () => {
    const drawn = new Set<string>();
    const rows = Array.from({ length: 600 }, (_, at) => {
      const row = arbitrageRow(`A${at}`, 0.0001, 'okx', 'bybit');
      return Object.defineProperty({ ...row }, 'economics', {
        get: () => {
          drawn.add(row.asset);
          return row.economics;
        },
      });
    });
    const lines = table(120, 8, { rows, cursor: { id: 'A300', index: 300, line: 2 } });
    expect(lines[0]).toContain('299–303 of 600');
    expect([...drawn].sort()).toEqual(['A298', 'A299', 'A300', 'A301', 'A302']);
  });

  it('says why there is no pair', () => {
    expect(table(80, 8, { rows: [] })[1]).toContain('no asset fresh on two exchanges');
    expect(table(80, 8, { rows: [], hasRates: false })[1]).toContain('waiting for the first rates');
  });
});
