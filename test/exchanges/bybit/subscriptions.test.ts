import { describe, expect, it } from 'vitest';
import type { Selection } from '../../../src/exchanges/adapter.js';
import { bybit } from '../../../src/exchanges/bybit/adapter.js';
import { instrument, instruments } from './listed.js';

describe('subscriptions', () => {
  const market = Array.from({ length: 900 }, (_, index) => instrument(`COIN${index}USDT`));
  const all: Selection = { assets: 'all', watch: ['COIN1', 'COIN2'] };
  const names = (plans: readonly { readonly name: string }[]) => plans.map(({ name }) => name);

  it('cover the liquidations of every trading perpetual once, whatever the selection', () => {
    const halted = instrument('HALTUSDT', { isTrading: false });
    for (const selection of [all, { assets: [], watch: [] }, { assets: ['COIN7'], watch: [] }]) {
      const plans = bybit.connections([...market, halted], selection);
      const topics = plans.flatMap((plan) => plan.topics).filter((topic) => topic.startsWith('allLiquidation.'));
      expect(topics.toSorted()).toEqual(market.map(({ symbol }) => `allLiquidation.${symbol}`).toSorted());
    }
  });

  it('carry tickers of watched assets, or of every selected asset when there is a list', () => {
    const tickers = (selection: Selection) =>
      bybit
        .connections(market, selection)
        .flatMap((plan) => plan.topics)
        .filter((topic) => topic.startsWith('tickers.'))
        .toSorted();
    expect(tickers(all)).toEqual(['tickers.COIN1USDT', 'tickers.COIN2USDT']);
    expect(tickers({ assets: ['COIN7'], watch: ['COIN2'] })).toEqual(['tickers.COIN2USDT', 'tickers.COIN7USDT']);
    expect(bybit.polls(market, { assets: ['COIN7'], watch: [] })).toEqual([]);
  });

  it('stay inside the characters of a connection, even with every ticker', () => {
    const everything = bybit.connections(market, { assets: market.map(({ asset }) => asset), watch: [] });
    for (const plan of everything) expect(JSON.stringify(plan.topics).length).toBeLessThan(21_000);
    expect(names(everything)).toEqual(names(bybit.connections(market, all)));
  });

  it('leave every topic on its socket when the watch list changes or a symbol is listed', () => {
    const home = (plans: ReturnType<typeof bybit.connections>) =>
      new Map(plans.flatMap((plan) => plan.topics.map((topic) => [topic, plan.name] as const)));
    const before = home(bybit.connections(market, all));
    const after = home(bybit.connections([instrument('AAAUSDT'), ...market], { assets: 'all', watch: ['COIN9'] }));
    for (const [topic, name] of before) if (topic.startsWith('allLiquidation.')) expect(after.get(topic)).toBe(name);
  });

  it('go to the socket of their category in numbered frames of at most 50 topics', () => {
    const plans = bybit.connections(instruments, { assets: 'all', watch: ['BTC'] });
    expect(plans.map(({ name, url }) => [name, url])).toEqual([
      ['linear-1', 'wss://stream.bybit.com/v5/public/linear'],
      ['inverse-1', 'wss://stream.bybit.com/v5/public/inverse'],
    ]);
    expect(plans[1]?.topics).toEqual(['allLiquidation.BTCUSD', 'allLiquidation.EOSUSD', 'tickers.BTCUSD']);
    expect(plans[1]?.subscribe(['a', 'b'], 4)).toEqual([
      { text: '{"op":"subscribe","req_id":"5","args":["a","b"]}', topics: ['a', 'b'], requestId: '5' },
    ]);
    expect(plans[1]?.unsubscribe(['a'], 5)[0]?.text).toBe('{"op":"unsubscribe","req_id":"6","args":["a"]}');
    const many =
      plans[0]?.subscribe(
        Array.from({ length: 120 }, (_, index) => `t${index}`),
        0,
      ) ?? [];
    expect(many.map(({ topics, requestId }) => [topics.length, requestId])).toEqual([
      [50, '1'],
      [50, '2'],
      [20, '3'],
    ]);
  });

  it('need no more REST than the stated budget', () => {
    const { weight, perMs } = bybit.restBudget;
    const polled = bybit
      .polls(market, { assets: 'all', watch: ['COIN1', 'COIN2', 'COIN3'] })
      .reduce((sum, plan) => sum + Math.ceil(perMs / plan.everyMs), 0);
    // Two pages of each list, all in one window.
    expect(polled + bybit.instruments.requests.length * 2).toBeLessThanOrEqual(weight);
    expect(weight / perMs).toBeLessThanOrEqual(600 / 5_000);
  });
});
