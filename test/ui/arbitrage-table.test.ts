import { describe, expect, it } from 'vitest';
import type { FundingRow } from '../../src/market/snapshot.js';
import { cellWidth } from '../../src/ui/cells.js';
import { atTop } from '../../src/ui/list-cursor.js';
import { arbitrageTableLines } from '../../src/ui/panels/arbitrage-table.js';
import { createTheme } from '../../src/ui/theme.js';
import { arbitrageRow, fundingRow, SAMPLE_TIME, sampleSnapshot } from '../support/sample-snapshot.js';

const snapshot = sampleSnapshot();
const legs: readonly FundingRow[] = [
  fundingRow('dydx', 'SOL-USD', { asset: 'SOL', nextFundingTime: SAMPLE_TIME + 60_000 }),
  fundingRow('bybit', 'SOLUSDT', { asset: 'SOL', nextFundingTime: SAMPLE_TIME + 3_600_000 }),
];

function table(width: number, height = 8, extra: Partial<Parameters<typeof arbitrageTableLines>[0]> = {}): readonly string[] {
  return arbitrageTableLines({
    ...{
      theme: createTheme({ colors: 0 }),
      width,
      height,
      isFocused: true,
      cursor: atTop,
      time: SAMPLE_TIME,
      threshold: 0.00005,
      unit: 'raw',
    },
    ...{ rows: [arbitrageRow('SOL', 0.000212, 'dydx', 'bybit')], funding: new Map([['SOL', legs]]) },
    ...extra,
  }).map((line) => line.replace(/\u001b\[[\d;]*m/g, ''));
}

describe('the arbitrage table', () => {
  it('has all there is to a pair at full width', () => {
    expect(table(200)[2]?.replace(/ +/g, ' ')).toBe(
      '│ SOL dydx SOL-USD -0.00040% 1h 00:01:00 bybit SOLUSDT +0.01800% 8h 01:00:00 +0.0212% +23.21% +0.22% -0.030% 72h 1m │',
    );
  });

  it('has every figure but the payments at 120 columns, and the payments under the row', () => {
    const lines = table(120);
    for (const text of ['-0.00040% 1h', '+0.01800% 8h', '+0.0212%', '+23.21%', '+0.22%', '-0.030%', '72h', '1m'])
      expect(lines[2]).toContain(text);
    expect(lines.at(-1)).toContain('fees +0.22% gap -0.030% · long dydx SOL-USD 00:01:00 · short bybit SOLUSDT 01:00:00');
  });

  it('keeps pair, spread, rates and break-even at 80 columns', () => {
    for (const text of ['SOL', 'dyd', 'byb', '+0.0212%', '-0.00040% 1h', '+0.01800% 8h', '72h'])
      expect(table(80)[2]).toContain(text);
  });

  it('does not know when an instrument is paid that it has not heard of', () => {
    expect(table(200, 8, { funding: new Map() })[2]).toMatch(/1h +– .*8h +– /);
  });

  it('names both legs in full, or neither', () => {
    expect(table(130)[2]).toMatch(/ dydx .* bybit /);
    expect(table(120)[2]).toMatch(/ dyd .* byb /);
  });

  it('never cuts an interval', () => {
    const row = arbitrageRow('SOL', 0.000212, 'dydx', 'bybit');
    const long = { ...row.alert.long, fundingIntervalHours: 12 } as NonNullable<typeof row.alert.long>;
    expect(table(120, 8, { rows: [{ ...row, alert: { ...row.alert, long } }] })[2]).toContain('-0.00040% 12h');
  });

  it.each([
    [80, 21],
    [120, 33],
    [200, 57],
  ])('is exactly %i×%i', (width, height) => {
    const lines = table(width, height, { rows: snapshot.arbitrage, funding: snapshot.funding });
    expect(lines).toHaveLength(height);
    for (const line of lines) expect(cellWidth(line)).toBe(width);
  });

  it('writes rates and spread in the unit of choice, each rate with its interval', () => {
    const per8h = table(120, 8, { unit: '8h' });
    expect(per8h[1]).toMatch(/8H RATE .* 8H RATE .* SPREAD 8H +APR /);
    expect(per8h[2]).toMatch(/ -0\.0032% 1h .* \+0\.0180% 8h .* \+0\.0212% +\+23\.21% /);
    const perYear = table(120, 8, { unit: 'apr' });
    expect(perYear[1]).toMatch(/ APR .* APR .* SPREAD APR +8H /);
    expect(perYear[2]).toMatch(/ -3\.50% 1h .* \+19\.71% 8h .* \+23\.21% +\+0\.0212% /);
    expect(perYear[0]).toContain('from 5.475 % APR');
  });

  it('says from where on it would list one', () => {
    expect(table(80, 8, { rows: [] })[1]).toContain('none above 0.005 % per 8h');
  });
});
