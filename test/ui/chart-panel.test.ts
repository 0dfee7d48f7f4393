import { describe, expect, it } from 'vitest';
import type { FundingPast, FundingRow } from '../../src/market/snapshot.js';
import { pastSeries, sessionSeries } from '../../src/ui/chart-series.js';
import { type ChartPanelProps, chartLines } from '../../src/ui/panels/chart.js';
import { createTheme } from '../../src/ui/theme.js';
import { timeAxis } from '../../src/ui/time-axis.js';
import { utc } from '../../src/ui/zone.js';
import { pastOf, paymentsOf } from '../support/funding-past.js';
import { fullFundingRow, SAMPLE_TIME } from '../support/sample-snapshot.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const eight = fullFundingRow('bybit', 'BTCUSDT', 0.0001, 8);
const hourly = fullFundingRow('hyperliquid', 'BTC', 0.0002, 1);
const mapOf = (...pasts: readonly FundingPast[]) => new Map(pasts.map((past) => [past.key, past]));

function chart(rows: readonly FundingRow[], extra: Partial<ChartPanelProps> = {}): readonly string[] {
  const lines = chartLines({
    ...{ theme: createTheme({ colors: 0 }), width: 100, height: 14, isFocused: false, asset: 'BTC', unit: '8h' },
    ...{ rows, pasts: new Map(), chartSpan: '30d', time: SAMPLE_TIME, zone: utc },
    ...extra,
  });
  return lines.map((line) => line.replace(/\u001b\[[\d;]*m/g, ''));
}

describe('the lines of 30 days', () => {
  it('run over the same hours, whatever the rhythm of the payments', () => {
    const pasts = mapOf(
      pastOf(
        eight,
        paymentsOf(eight, () => 0.0001),
      ),
      pastOf(
        hourly,
        paymentsOf(hourly, () => 0.000025),
      ),
    );
    const { series, lengthMs } = pastSeries([eight, hourly], pasts, 6, SAMPLE_TIME);
    // Thirty days up to the last 8 h settlement, six hours since, and now.
    expect(lengthMs).toBe(727 * HOUR_MS);
    expect(
      series.map(({ exchange, values }) => [exchange, values[0], values[6], values.at(-2), values.at(-1), values.length]),
    ).toEqual([
      ['hyperliquid', undefined, 0.0002, 0.0002, 0.0002, 727],
      ['bybit', 0.0001, 0.0001, 0.0001, 0.0001, 727],
    ]);
  });

  it('begin where the first payment was made, and have no line before it', () => {
    const pasts = mapOf(
      pastOf(
        eight,
        paymentsOf(eight, () => 0.0001, 240),
      ),
      pastOf(
        hourly,
        paymentsOf(hourly, () => 0.000025, 48),
      ),
    );
    const young = pastSeries([eight, hourly], pasts, 6, SAMPLE_TIME).series.find(({ exchange }) => exchange === 'hyperliquid');
    expect(young?.values.slice(0, 198)).toEqual(new Array(198).fill(undefined));
    expect(young?.values[198]).toBe(0.0002);
  });

  it('end in the rate of now, which the hours since the last payment will be paid for', () => {
    const payments = paymentsOf(eight, () => 0.0004).slice(0, -1);
    const ending = (extra: Partial<FundingPast>): readonly unknown[] =>
      pastSeries([eight], mapOf(pastOf(eight, payments, extra)), 6, SAMPLE_TIME).series[0]?.values.slice(-16) ?? [];
    expect(ending({})).toEqual([0.0004, ...new Array(15).fill(0.0001)]);
    expect(ending({ isBehind: true })).toEqual([0.0004, ...new Array(14).fill(undefined), 0.0001]);
  });
});

describe('the lines of a session', () => {
  it('are those of the instrument traded most on each exchange', () => {
    const small = fullFundingRow('bybit', 'BTCUSD', 0.0001, 8, { volume24hUsd: 1 });
    expect(sessionSeries([small, eight], 6).series.map(({ values }) => values.at(-1))).toEqual([eight.rate8h]);
  });
});

describe('the chart', () => {
  it('says whether it is of what was paid or of this session, and how far back', () => {
    const pasts = mapOf(
      pastOf(
        eight,
        paymentsOf(eight, (place) => 0.0001 + place / 1e6),
      ),
    );
    expect(chart([eight], { pasts })[0]).toMatch(/BTC 8h rate as paid .* last 30 days/);
    expect(chart([eight], { pasts, unit: 'apr' })[0]).toContain('BTC APR as paid');
    expect(chart([eight], { pasts, unit: '1h' })[0]).toContain('BTC 1h rate as paid');
    expect(chart([eight], { pasts, chartSpan: 'session' })[0]).toMatch(/BTC 8h rate over time .* last \d+ min/);
    expect(chart([eight])[0]).toMatch(/over time .* no payments known: last \d+ min/);
  });

  it('has dates under the days, and times of day under the session', () => {
    const pasts = mapOf(
      pastOf(
        eight,
        paymentsOf(eight, (place) => 0.0001 + place / 1e6),
      ),
    );
    expect(chart([eight], { pasts }).at(-2)).toMatch(/│ +10-15 .* 11-14 +│/);
    expect(chart([eight], { chartSpan: 'session' }).at(-2)).toMatch(/│ +21:\d\dZ .* 22:13Z +│/);
    expect(chart([eight], { pasts, height: 7 }).join('')).not.toContain('10-15');
  });
});

describe('the times under a chart', () => {
  it.each([
    ['days', 30 * DAY_MS, 60, '10-15        10-23          10-30          11-07       11-14'],
    ['hours', 4 * HOUR_MS, 40, '18:13Z           20:13Z           22:13Z'],
    ['minutes, to the second', 300_000, 24, '22:08:20Z      22:13:20Z'],
    ['what has no room for two', 4 * HOUR_MS, 8, '18:13Z  '],
  ])('tell %s', (_, lengthMs, cells, text) => {
    expect(timeAxis(SAMPLE_TIME - lengthMs, SAMPLE_TIME, cells, utc)).toBe(text);
  });

  it('stand in the zone of choice', () => {
    expect(timeAxis(SAMPLE_TIME - 4 * HOUR_MS, SAMPLE_TIME, 30, () => 120)).toMatch(/^20:13\+02 .*00:13\+02$/);
  });
});
