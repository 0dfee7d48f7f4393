import { describe, expect, test } from 'vitest';
import { createSweeps, type LookUp, type MarketMinute } from '../../src/market/sweeps.js';
import { START } from '../support/market-records.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const minute = (longUsd: number, shortUsd = 0): MarketMinute => ({ longUsd, shortUsd, asset: 'BTC' });
const at =
  (price: number, openInterest?: number): LookUp =>
  () => ({ price, ...(openInterest === undefined ? {} : { openInterest }) });

/** A sweep of longs that took the price from 100 to 98, over at START + 2 min. */
function afterASweep() {
  const sweeps = createSweeps({ usdPerMinute: 50_000_000 });
  const raised = sweeps.evaluate(minute(55_000_000, 5_000_000), at(100, 1_000), START);
  sweeps.evaluate(minute(90_000_000, 10_000_000), at(99, 990), START + MINUTE);
  const cleared = sweeps.evaluate(minute(10_000_000), at(98, 980), START + 2 * MINUTE);
  return { sweeps, raised, cleared };
}

describe('a sweep', () => {
  test('is raised at the line, measured by its largest minute, cleared below half of the line', () => {
    const { sweeps, raised, cleared } = afterASweep();
    expect(raised).toMatchObject([{ kind: 'liquidation-sweep', state: 'raised' }]);
    expect(raised[0]?.message).toBe('$60M liquidated in a minute (92 % longs, most of it BTC)');
    expect(cleared).toMatchObject([{ state: 'cleared', id: raised[0]?.id }]);
    expect(cleared[0]?.message).toBe('sweep over, $100M in its largest minute, 2.0 × the line');
    expect(sweeps.publish()).toEqual([
      {
        startTime: START,
        endTime: START + 2 * MINUTE,
        notionalUsd: 100_000_000,
        intensity: 2,
        longShare: 0.9,
        asset: 'BTC',
        outcome: 'open',
      },
    ]);
  });

  test('names the asset that led its largest minute, and is judged by the price of the one that began it', () => {
    const sweeps = createSweeps({ usdPerMinute: 50_000_000 });
    const prices: LookUp = (asset) => ({ price: asset === 'BTC' ? 100 : 5, openInterest: 10 });
    sweeps.evaluate({ ...minute(60_000_000), asset: 'BTC' }, prices, START);
    sweeps.evaluate({ ...minute(80_000_000), asset: 'ETH' }, prices, START + SECOND);
    sweeps.evaluate(minute(0), at(98, 9), START + MINUTE);
    sweeps.evaluate(minute(0), at(100, 9), START + 2 * MINUTE);
    expect(sweeps.publish()).toMatchObject([{ asset: 'ETH', outcome: 'sweep' }]);
  });

  test('just below the line is none', () => {
    const sweeps = createSweeps({ usdPerMinute: 50_000_000 });
    expect(sweeps.evaluate(minute(49_999_999.99), at(100), START)).toEqual([]);
    expect(sweeps.publish()).toEqual([]);
  });

  test('trembling between half the line and the line is one sweep', () => {
    const sweeps = createSweeps({ usdPerMinute: 50_000_000 });
    const alerts = [60, 30, 51, 26, 55].flatMap((millions, i) =>
      sweeps.evaluate(minute(millions * 1_000_000), at(100), START + i * SECOND),
    );
    expect(alerts).toHaveLength(1);
  });

  // It fell by 2 of 100; half of that decides.
  test.each([
    ['the price goes on and open interest falls', at(97, 900), 'cascade'],
    ['the price goes on, but open interest grows: new positions, no cascade', at(97, 1_100), 'open'],
    ['the price goes on and nobody tells open interest', at(97), 'open'],
    ['the price comes back', at(99, 900), 'sweep'],
    ['the price stays', at(97.5, 900), 'open'],
    ['nobody tells the price', () => undefined, 'open'],
  ])('%s', (_, lookUp, outcome) => {
    const { sweeps } = afterASweep();
    sweeps.evaluate(minute(0), lookUp, START + 4 * MINUTE);
    expect(sweeps.publish()[0]?.outcome).toBe(outcome);
  });

  test('a sweep of shorts is mirrored: up is on, down is back', () => {
    const sweeps = createSweeps({ usdPerMinute: 50_000_000 });
    sweeps.evaluate(minute(0, 60_000_000), at(100, 1_000), START);
    sweeps.evaluate(minute(0, 0), at(102, 990), START + MINUTE);
    sweeps.evaluate(minute(0, 0), at(103.5, 980), START + 2 * MINUTE);
    expect(sweeps.publish()[0]?.outcome).toBe('cascade');
  });

  test('the verdict is not made later than five minutes after the end', () => {
    const { sweeps } = afterASweep();
    sweeps.evaluate(minute(0), at(120), START + 8 * MINUTE);
    expect(sweeps.publish()[0]?.outcome).toBe('open');
  });
});
