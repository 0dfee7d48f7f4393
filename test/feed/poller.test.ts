import { describe, expect, it } from 'vitest';
import type { ParsedFrame, PollPlan } from '../../src/exchanges/adapter.js';
import { createPoller } from '../../src/feed/poller.js';
import { createFakeClock } from '../support/fake-clock.js';

const START = 1_700_000_000_000;
const nothing: ParsedFrame = { kind: 'pong' };

function planOf(everyMs: number, symbols: readonly string[]): PollPlan {
  const requests = symbols.map((symbol) => ({ url: `https://x.test/${symbol}`, weight: 1 }));
  return { name: 'open interest', requests, everyMs, parse: () => nothing };
}

/** `failing`: the exchange refuses these symbols. */
function open(plan: PollPlan, failing: readonly string[] = []) {
  const clock = createFakeClock({ now: START });
  /** `ms symbol`, in order. */
  const asked: string[] = [];
  const faults: string[] = [];
  const poller = createPoller({
    clock,
    rest: {
      get: ({ url }) => {
        const symbol = url.slice(url.lastIndexOf('/') + 1);
        asked.push(`${clock.now() - START} ${symbol}`);
        return failing.includes(symbol) ? Promise.reject(new Error('no such symbol')) : Promise.resolve('{}');
      },
    },
    address: (request) => request,
    onBody: () => undefined,
    onFailure: (fault) => faults.push(fault),
  });
  poller.update([plan]);
  return { clock, poller, asked, faults };
}

describe('polling', () => {
  it('asks one after the other, at the rhythm of the plan', async () => {
    const { clock, asked } = open(planOf(1000, ['a', 'b', 'c']));
    await clock.advanceAsync(3500);
    expect(asked).toEqual(['0 a', '1000 b', '2000 c', '3000 a']);
  });

  it('asks together what is due within a second, and no more often than planned', async () => {
    const { clock, asked } = open(planOf(300, ['a', 'b', 'c', 'd']));
    await clock.advanceAsync(1700);
    expect(asked).toEqual(['0 a', '0 b', '0 c', '900 d', '900 a', '900 b']);
    await clock.advanceAsync(60_000 - 1700 - 1);
    expect(asked).toHaveLength(67 * 3);
  });

  it('asks no further when a request brings nothing, and waits longer', async () => {
    const { clock, asked, faults } = open(planOf(300, ['a', 'b', 'c', 'd']), ['b']);
    await clock.advanceAsync(1300);
    expect(asked).toEqual(['0 a', '0 b', '1200 c', '1200 d', '1200 a']);
    expect(faults).toEqual(['open interest: no such symbol']);
  });

  it('asks nothing more once it is stopped', async () => {
    const { clock, poller, asked } = open(planOf(300, ['a', 'b', 'c', 'd']));
    poller.stop();
    await clock.advanceAsync(10_000);
    expect(asked).toEqual(['0 a']);
    expect(clock.pending()).toBe(0);
  });
});
