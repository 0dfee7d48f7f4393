import { describe, expect, it } from 'vitest';
import type { FundingPast, FundingRow } from '../../src/market/snapshot.js';
import { atTop } from '../../src/ui/list-cursor.js';
import { ordered } from '../../src/ui/list-order.js';
import { type FundingPanelProps, fundingLines } from '../../src/ui/panels/funding.js';
import { fundingId } from '../../src/ui/shown.js';
import { fundingKeys } from '../../src/ui/sort-keys.js';
import { createTheme } from '../../src/ui/theme.js';
import { rateUnits } from '../../src/ui/unit.js';
import { pastOf, paymentsOf } from '../support/funding-past.js';
import { fullFundingRow, fundingRow, SAMPLE_TIME } from '../support/sample-snapshot.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

function table(rows: readonly FundingRow[], pasts: readonly FundingPast[] = [], extra: Partial<FundingPanelProps> = {}) {
  const lines = fundingLines({
    ...{ theme: createTheme({ colors: 0 }), width: 200, height: 12, isFocused: false, asset: 'BTC', unit: '8h' },
    ...{ rows, pasts: new Map(pasts.map((past) => [past.key, past])), feeds: [], spread8h: undefined },
    ...{ cursor: atTop, time: SAMPLE_TIME },
    ...extra,
  });
  return lines.map((line) => line.replace(/\u001b\[[\d;]*m/g, ''));
}

/** The text under a heading, as far as the heading is wide to the right of its place. */
function under(lines: readonly string[], heading: string, line = 2): string {
  const end = (lines[1] ?? '').indexOf(heading) + heading.length;
  return (lines[line] ?? '').slice(0, end).trim().split(/\s+/).at(-1) ?? '';
}

const hourly = fullFundingRow('hyperliquid', 'BTC', 0.0001, 1, { settledFundingRate: 0.000009, predictedFundingRate: 0.000015 });

describe('the rates that are not the rate of now', () => {
  const payments = paymentsOf(hourly, (place) => (place < 552 ? 0.00001 : place < 696 ? 0.00002 : 0.00004));

  it.each([
    ['raw', '+0.00150%', '+0.00400%', '24H PER8H', '+0.0320%', '7D PER 8H'],
    ['1h', '+0.00150%', '+0.00400%', 'MEAN 24H', '+0.00400%', 'MEAN 7D'],
    ['8h', '+0.0120%', '+0.0320%', 'MEAN 24H', '+0.0320%', 'MEAN 7D'],
    ['apr', '+13.14%', '+35.04%', 'MEAN 24H', '+35.04%', 'MEAN 7D'],
  ] as const)('are kept apart and read in %s', (unit, predicted, settled, dayHeading, day, weekHeading) => {
    const lines = table([hourly], [pastOf(hourly, payments)], { unit });
    expect(under(lines, 'PREDICTED')).toBe(predicted);
    expect(under(lines, 'LAST PAID')).toBe(settled);
    expect(under(lines, dayHeading)).toBe(day);
    expect(lines[1]).toContain(weekHeading);
  });

  it('are told by the ticker where the history is behind', () => {
    expect(under(table([hourly], [pastOf(hourly, payments, { isBehind: true })]), 'LAST PAID')).toBe('+0.0072%');
    expect(under(table([hourly]), 'LAST PAID')).toBe('+0.0072%');
  });

  it('are absent where nobody told them', () => {
    const lines = table([fundingRow('okx', 'X', { fundingRate: 0.0001, fundingIntervalHours: 8, rate8h: 0.0001, apr: 0.1095 })]);
    for (const heading of ['PREDICTED', 'LAST PAID', 'MEAN 24H', 'MEAN 7D', 'TO LIMIT']) expect(under(lines, heading)).toBe('–');
  });
});

describe('an unknown interval', () => {
  const unknown = fundingRow('okx', 'X', { fundingRate: 0.0009, predictedFundingRate: 0.0008, settledFundingRate: 0.0007 });

  it('is a question mark in every unit, and the rate of the exchange stays', () => {
    for (const unit of rateUnits) {
      const line = table([unknown], [], { unit })[2];
      expect(line).toMatch(unit === '1h' ? /\+0\.09000% +\? +\? +\? +\?/ : /\+0\.09000% +\? +\? +\?/);
    }
    const lines = table([unknown]);
    expect([under(lines, 'PREDICTED'), under(lines, 'LAST PAID')]).toEqual(['?', '?']);
  });

  it('keeps a rate out of the highest and the lowest, and last in every order by a rate', () => {
    const known = { predictedFundingRate: 0.0001, limitDistance: 0.002 };
    const others = [fullFundingRow('bybit', 'B', 0.0001, 8, known), fullFundingRow('dydx', 'D', -0.0001, 1, known)];
    const rows = [{ ...unknown, limitDistance: 0.001 }, ...others];
    expect(table(rows)[2]).not.toMatch(/[▲▼]/);
    for (const column of ['1h', '8h', 'apr', 'predicted8h', 'settled8h', 'limit8h']) {
      for (const isReversed of [false, true]) {
        const sorted = ordered(rows, { sort: { column, isReversed } }, fundingId, fundingKeys(new Map()));
        expect(sorted.at(-1)?.key).toBe(unknown.key);
      }
    }
  });
});

describe('the countdown', () => {
  const row = fullFundingRow('bybit', 'BTCUSDT', 0.0001, 8, { nextFundingTime: SAMPLE_TIME + 10 * MINUTE_MS });
  const next = (lagMs?: number): string =>
    under(table([row], [], { feeds: [lagMs === undefined ? { exchange: 'bybit' } : { exchange: 'bybit', lagMs }] }), 'NEXT');

  it('runs by our clock while it may be right', () => {
    expect([next(), next(120), next(1_900)]).toEqual(['00:10:00', '00:10:00', '00:10:00']);
  });

  it("runs by the exchange's where ours is wrong", () => {
    expect(next(-120_000)).toBe('00:08:00');
    expect(next(300_000)).toBe('00:15:00');
    expect(next(-600_000)).toBe('settling…');
  });
});

describe('a limit', () => {
  const limits = { fundingRateCap: 0.003, fundingRateFloor: -0.003 };
  const at = (fundingRate: number, limitDistance: number): FundingRow =>
    fundingRow('binance', 'X', { ...limits, fundingRate, fundingIntervalHours: 4, rate8h: 2 * fundingRate, limitDistance });

  it('is told by what is left to it, in the unit of choice', () => {
    expect(under(table([at(0.001, 0.002)]), 'TO LIMIT')).toBe('0.4000%');
    expect(under(table([at(0.001, 0.002)], [], { unit: 'raw' }), 'TO LIMIT')).toBe('0.20000%');
  });

  it('marks the rate within a tenth of it, on any width', () => {
    expect(table([at(0.0026, 0.0004)], [], { width: 60 })[2]).not.toContain('!');
    expect(table([at(0.0027, 0.0003)], [], { width: 60 })[2]).toContain('!');
    expect(table([at(-0.0029, 0.0001)], [], { width: 60 })[2]).toContain('!');
    expect(table([at(0.0029, 0.0001)], [], { width: 80, isFocused: true }).at(-1)).toContain('! near its cap');
    expect(table([at(-0.0029, 0.0001)], [], { width: 80, isFocused: true }).at(-1)).toContain('! near its floor');
  });
});

describe('what the past says of a rate', () => {
  it('stands beside it: health as glyph and word, z-score, streak', () => {
    const calm = pastOf(
      hourly,
      paymentsOf(hourly, (place) => 0.00001 + (place % 2) * 0.000001),
    );
    const wild = pastOf(
      hourly,
      paymentsOf(hourly, (place) => (place % 2 === 0 ? 0.0001 : -0.0001)),
    );
    expect(table([hourly], [calm])[2]).toMatch(/● healthy +\+4\.00 +\+720 /);
    expect(table([hourly], [wild])[2]).toMatch(/✖ warning +\+0\.1\d +-1 /);
  });

  it('is drawn where it is known, and the heading says what of', () => {
    const other = fullFundingRow('dydx', 'BTC-USD', 0.0001, 1);
    const risen = pastOf(
      hourly,
      paymentsOf(hourly, (place) => (place < 360 ? 0.00001 : 0.00005)),
    );
    const lines = table([hourly], [risen]);
    expect(lines[1]).toContain('30 DAYS');
    expect(lines[2]).toMatch(/ ▁+▄█+ *│$/);
    expect(table([other])[1]).toContain('SESSION');
    expect(table([hourly, other], [risen])[1]).toContain('TREND');
  });
});

describe('what changed', () => {
  it('is told above the table while it is news', () => {
    const changed = { ...hourly, intervalChange: { fromHours: 8, time: SAMPLE_TIME - 12 * MINUTE_MS } };
    const flipped = fullFundingRow('okx', 'X', -0.0001, 8, { flipTime: SAMPLE_TIME - 40_000 });
    expect(table([changed])[0]).toContain('hyperliquid 8h→1h 12 min ago');
    expect(table([changed, flipped])[0]).toContain('okx turned negative 40 s ago');
    expect(table([{ ...hourly, intervalChange: { fromHours: 8, time: SAMPLE_TIME - HOUR_MS } }])[0]).not.toContain('→');
  });
});
