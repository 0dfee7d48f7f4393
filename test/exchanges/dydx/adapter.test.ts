import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instrument } from '../../../src/domain/instrument.js';
import type { ConnectionPlan, Selection } from '../../../src/exchanges/adapter.js';
import { dydx } from '../../../src/exchanges/dydx/adapter.js';
import { LONG_TICKER, listed, market } from './samples.js';

/** `count` markets, the first the busiest. */
const many = (count: number): readonly Instrument[] =>
  dydx.instruments.parse([
    `{"markets":{${Array.from({ length: count }, (_, index) => market(`C${index}-USD`, 'ACTIVE', String(count - index))).join(',')}}}`,
  ]);

const everything: Selection = { assets: 'all', watch: [] };
const tradeTopics = (plans: readonly ConnectionPlan[]): readonly string[] =>
  plans.flatMap(({ topics }) => topics).filter((topic) => topic.startsWith('v4_trades-'));

describe('dYdX plans', () => {
  it('ask for all markets at once and for the trades of each that trades, after the greeting', () => {
    const plans = dydx.connections(listed, everything);
    expect(plans.map(({ name, url, awaitsGreeting }) => [name, url, awaitsGreeting])).toEqual([
      ['markets', 'wss://indexer.dydx.trade/v4/ws', true],
      ['trades-1', 'wss://indexer.dydx.trade/v4/ws', true],
    ]);
    expect(plans.flatMap((plan) => plan.subscribe(plan.topics, 0)).map(({ text }) => text)).toEqual([
      '{"type":"subscribe","channel":"v4_markets","batched":true}',
      '{"type":"subscribe","channel":"v4_trades","id":"BTC-USD","batched":true}',
      `{"type":"subscribe","channel":"v4_trades","id":"${LONG_TICKER}","batched":true}`,
      '{"type":"subscribe","channel":"v4_trades","id":"ETH-USD","batched":true}',
    ]);
    expect(plans.flatMap((plan) => plan.unsubscribe(plan.topics.slice(0, 1), 0)).map(({ text }) => text)).toEqual([
      '{"type":"unsubscribe","channel":"v4_markets"}',
      '{"type":"unsubscribe","channel":"v4_trades","id":"BTC-USD"}',
    ]);
  });

  it('follow liquidations of the market whatever the selection', () => {
    const narrow = dydx.connections(listed, { assets: ['ETH'], watch: ['ETH'] });
    expect(tradeTopics(narrow)).toEqual(tradeTopics(dydx.connections(listed, everything)));
  });

  it('never exceed 32 of a channel on a connection, nor four connections of trades', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), (count) => {
        const plans = dydx.connections(many(count), everything);
        expect(Math.max(...plans.map(({ topics }) => topics.length))).toBeLessThanOrEqual(32);
        expect(plans.length).toBeLessThanOrEqual(5);
        expect(new Set(tradeTopics(plans)).size).toBe(Math.min(count, 128));
      }),
      { numRuns: 20 },
    );
  });

  it('take the busiest where there is no room for all, and those the user follows before them', () => {
    const instruments = many(200);
    const busiest = tradeTopics(dydx.connections(instruments, everything));
    expect(busiest).toContain('v4_trades-C127-USD');
    expect(busiest).not.toContain('v4_trades-C128-USD');
    const followed = tradeTopics(dydx.connections(instruments, { assets: ['C199'], watch: ['C198'] }));
    expect(followed).toEqual(expect.arrayContaining(['v4_trades-C199-USD', 'v4_trades-C198-USD', 'v4_trades-C125-USD']));
    expect(followed).not.toContain('v4_trades-C126-USD');
  });

  it('move at most one topic over each border of connections when a market is listed', () => {
    const before = dydx.connections(many(100), everything);
    const after = dydx.connections(
      [...many(100), ...dydx.instruments.parse([`{"markets":{${market('AAA-USD', 'ACTIVE', '1')}}}`])],
      everything,
    );
    for (const plan of after) {
      const old = before.find(({ name }) => name === plan.name)?.topics ?? [];
      expect(plan.topics.filter((topic) => !old.includes(topic)).length, plan.name).toBeLessThanOrEqual(1);
    }
  });

  it('space their requests, and wait longer than the server takes between its pings where trades may pause', () => {
    const [markets, trades] = dydx.connections(listed, everything);
    expect((markets?.pace.perMs ?? 0) / (markets?.pace.frames ?? 1)).toBeGreaterThanOrEqual(100);
    expect(markets?.ping).toBeUndefined();
    expect(markets?.staleAfterMs).toBe(15_000);
    expect(trades?.staleAfterMs).toBeGreaterThan(30_000);
  });

  it('spend less REST than their budget, and that a fraction of 100 requests in 10 s', () => {
    const { restBudget, instruments } = dydx;
    const perMinute = instruments.requests.reduce((sum, { weight }) => sum + (weight * 60_000) / instruments.refreshMs, 0);
    expect(dydx.polls(listed, { assets: 'all', watch: ['BTC', 'ETH', 'BUFFI'] })).toEqual([]);
    expect(perMinute).toBeLessThanOrEqual((restBudget.weight * 60_000) / restBudget.perMs);
    expect((restBudget.weight * 10_000) / restBudget.perMs).toBeLessThanOrEqual(50);
  });

  it('say how far the liquidations go', () => {
    expect(dydx.coverage).toMatchObject({ liquidations: 'full', note: expect.stringContaining('128 busiest') });
  });
});
