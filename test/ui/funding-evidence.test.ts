import { describe, expect, it } from 'vitest';
import type { FundingPast, FundingRow } from '../../src/market/snapshot.js';
import { evidenceOf } from '../../src/ui/panels/evidence.js';
import type { RateUnit } from '../../src/ui/unit.js';
import { utc } from '../../src/ui/zone.js';
import { pastOf, paymentsOf } from '../support/funding-past.js';
import { feedRow, fullFundingRow, fundingRow, SAMPLE_TIME, sampleCoverage, sampleSnapshot } from '../support/sample-snapshot.js';

const MINUTE_MS = 60_000;

function textOf(row: FundingRow, past?: FundingPast, unit: RateUnit = '8h', lagMs?: number): string {
  const history = new Map(past === undefined ? [] : [[row.key, past]]);
  const feeds = lagMs === undefined ? [] : [feedRow(row.exchange, 'live', { lagMs })];
  const snapshot = sampleSnapshot({ history, feeds });
  const context = { snapshot, time: SAMPLE_TIME, zone: utc, unit, coverage: sampleCoverage };
  const lines = evidenceOf({ kind: 'funding', row }, context);
  return lines.map((line) => line.map(({ text }) => text).join('')).join('\n');
}

const hourly = fullFundingRow('hyperliquid', 'BTC', 0.0001, 1);
/** Half of the time at 0.008 % per 8 h, then at twice that; the last hour at half of it. */
const payments = paymentsOf(hourly, (place) => (place === 719 ? 0.000005 : place < 360 ? 0.00001 : 0.00002));

describe('the evidence of what was paid', () => {
  it('has each figure with its window and the payments it is of', () => {
    const text = textOf(hourly, pastOf(hourly, payments));
    expect(text).toMatch(/^What was paid: 720 payments over 720 hours$/m);
    // 23 hours at 0.002 % and one at 0.0005 %: 0.0465 % in all, a third of which is 8 hours'.
    expect(text).toMatch(/^last 24 hours +\+0\.0155% {2}per 8h in the mean, \+0\.04650% paid in all$/m);
    expect(text).toMatch(/^last 7 days +\+0\.0159% {2}per 8h in the mean, \+0\.33450% paid in all$/m);
    expect(text).toMatch(/^mean +\+0\.0120% {2}per 8h, each payment by the hours it was for; deviation 0\.0040%$/m);
    expect(text).toMatch(/^lowest +\+0\.0040% {2}per 8h$/m);
    expect(text).toMatch(/^highest +\+0\.0160% {2}per 8h$/m);
    expect(text).toMatch(/^z-score +-0\.4\d {2}the rate of now/m);
    expect(text).toMatch(/^streak +720 positive {2}in a row, since 2023-10-15 23:00:00Z$/m);
    expect(text).toMatch(/^who paid +longs {2}over the last 7 days$/m);
    expect(text).toMatch(/^regime +elevated {2}by the mean of the last 24 hours$/m);
    expect(text).toMatch(/^health +● healthy {2}deviation over the last 24 hours 0\.0024% per 8h$/m);
  });

  it('lists the last payments, the newest first, each with its interval', () => {
    const lines = textOf(hourly, pastOf(hourly, payments)).split('\n');
    const at = lines.indexOf('The last 24 of 720 payments');
    expect(lines.slice(at + 1, at + 3)).toEqual([
      '2023-11-14 22:00:00Z   +0.00050%   1h   +0.0040% per 8h',
      '2023-11-14 21:00:00Z   +0.00200%   1h   +0.0160% per 8h',
    ]);
    expect(lines[at + 24]).toContain('2023-11-13 23:00:00Z');
    expect(lines[at + 25]).toBe('Price');
  });

  it('reads its rates in the unit of choice, and per 8 h where that is per interval', () => {
    const past = pastOf(hourly, payments);
    expect(textOf(hourly, past, '1h')).toMatch(/^mean +\+0\.00150% {2}per 1h/m);
    expect(textOf(hourly, past, 'apr')).toMatch(/^mean +\+13\.1\d% {2}APR/m);
    expect(textOf(hourly, past, 'raw')).toMatch(/^mean +\+0\.0120% {2}per 8h/m);
  });

  it('says where it ends too early, has a hole, or is not known at all', () => {
    expect(textOf(hourly, pastOf(hourly, payments, { isBehind: true }))).toMatch(/^behind +a later settlement must have passed/m);
    const holed = payments.filter((_, place) => place !== 710);
    expect(textOf(hourly, pastOf(hourly, holed))).toMatch(/^last 24 hours +not known {2}a payment of them is missing$/m);
    expect(textOf(hourly)).toContain('not known: the exchange is asked for the assets of the watch list');
  });

  it('tells a payment whose interval nobody knows from one whose is', () => {
    const untimed = payments.slice(-3).map(({ time, fundingRate }) => ({ time, fundingRate }));
    const text = textOf(hourly, pastOf(hourly, untimed));
    expect(text).toMatch(/^What was paid$/m);
    expect(text).toMatch(/^2023-11-14 22:00:00Z +\+0\.00050% +\? +\? per 8h$/m);
  });
});

describe('the evidence of a rate', () => {
  it('has its limits and what is left to the nearer', () => {
    const row = fundingRow('binance', 'X', {
      ...{ fundingRate: 0.0029, fundingIntervalHours: 4, fundingRateCap: 0.003, fundingRateFloor: -0.003, limitDistance: 0.0001 },
    });
    expect(textOf(row)).toMatch(/^cap +\+0\.30000% {2}per 4h$/m);
    expect(textOf(row)).toMatch(/^left to it +0\.01000% {2}! within a tenth of its cap$/m);
    expect(textOf({ ...row, fundingRate: 0, limitDistance: 0.003 })).toMatch(
      /^left to it +0\.30000% {2}to the nearer of the two$/m,
    );
  });

  it('tells a changed interval, a turned sign, and when the last payment was', () => {
    const row = {
      ...hourly,
      intervalChange: { fromHours: 8, time: SAMPLE_TIME - 12 * MINUTE_MS },
      flipTime: SAMPLE_TIME - 5_000,
    };
    const text = textOf(row, pastOf(hourly, payments));
    expect(text).toMatch(/^interval +1h {2}8h→1h 12 min ago$/m);
    expect(text).toMatch(/^sign +turned positive 5 s ago$/m);
    expect(text).toMatch(/^last paid +\+0\.00050% {2}per 1h, at 2023-11-14 22:00:00Z$/m);
  });

  it("counts down by the exchange's clock where ours is wrong, and says so", () => {
    const row = fullFundingRow('bybit', 'BTCUSDT', 0.0001, 8, { nextFundingTime: SAMPLE_TIME + 10 * MINUTE_MS });
    expect(textOf(row)).toMatch(/^next settlement .* in 00:10:00$/m);
    expect(textOf(row, undefined, '8h', -MINUTE_MS)).toMatch(/in 00:09:00, by the exchange's clock: ours is wrong$/m);
    expect(textOf(row, undefined, '8h', -11 * MINUTE_MS)).toMatch(/ {2}settling…, by the exchange's clock/m);
  });
});
