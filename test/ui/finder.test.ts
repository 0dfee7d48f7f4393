import { describe, expect, it } from 'vitest';
import { rate8hOfAsset } from '../../src/ui/asset-rate.js';
import { cellWidth } from '../../src/ui/cells.js';
import { type FinderPanelProps, finderLines } from '../../src/ui/panels/finder.js';
import { createTheme } from '../../src/ui/theme.js';
import { fullFundingRow, fundingRow, sampleSnapshot } from '../support/sample-snapshot.js';

const snapshot = sampleSnapshot();

function draw(extra: Partial<FinderPanelProps> = {}): readonly string[] {
  const lines = finderLines({
    theme: createTheme({ colors: 0 }),
    width: 60,
    height: 12,
    query: '',
    matches: snapshot.assets,
    assetCount: 5,
    funding: snapshot.funding,
    watch: ['ETH', '币安人生'],
    unit: '8h',
    index: 0,
    ...extra,
  });
  return lines.map((line) => line.replace(/\u001b\[[\d;]*m/g, ''));
}

describe('the finder', () => {
  it('shows rate, spread and volume beside each name, and marks what is watched', () => {
    const [, , heading, btc, eth, , , wide] = draw();
    expect(heading).toMatch(/ASSET +8H RATE +SPREAD +VOL 24H/);
    expect(btc).toMatch(/^│ {3}BTC +\+0\.0130% +\+0\.0162% +\$24\.0B │$/);
    expect(eth).toMatch(/^│ ★ ETH +\+0\.0070% +\+0\.0081% +\$6\.0B │$/);
    expect(wide).toMatch(/^│ ★ 币安人生 +-0\.1200% +\+0\.0032% +\$960M │$/);
  });

  it('follows the unit; a raw rate cannot be compared and stays per 8 h', () => {
    expect(draw({ unit: 'apr' })[3]).toMatch(/BTC +\+14\.23% +\+17\.74%/);
    expect(draw({ unit: 'apr' })[2]).toContain('APR');
    expect(draw({ unit: 'raw' })).toEqual(draw());
  });

  it.each([60, 46, 36, 28])('keeps its columns under each other in %i cells', (width) => {
    const lines = draw({ width });
    for (const line of lines) expect(cellWidth(line)).toBe(width);
    expect(lines[3]).toContain('+0.0130%');
  });
});

describe('the rate of an asset', () => {
  it('is that of its most traded perpetual whose rate is fresh', () => {
    const rows = [
      fullFundingRow('binance', 'A', 0.0001, 8, { volume24hUsd: 5 }),
      fullFundingRow('bybit', 'B', 0.0002, 8, { volume24hUsd: 9 }),
      fullFundingRow('okx', 'C', 0.0003, 8, { volume24hUsd: 99, isStale: true }),
      fundingRow('dydx', 'D', { volume24hUsd: 999 }),
    ];
    expect(rate8hOfAsset(rows)).toBe(0.0002);
    expect(rate8hOfAsset(rows.slice(2))).toBeUndefined();
    expect(rate8hOfAsset(undefined)).toBeUndefined();
  });
});
