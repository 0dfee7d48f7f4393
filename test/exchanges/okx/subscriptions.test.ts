import { describe, expect, it } from 'vitest';
import { okx } from '../../../src/exchanges/okx/adapter.js';
import { instrument, instruments } from './listed.js';

const market = Array.from({ length: 320 }, (_, index) => instrument(`COIN${index}`));
const liquidations = '{"channel":"liquidation-orders","instType":"SWAP"}';

describe('subscriptions', () => {
  it('follow the funding of every trading swap and all liquidations once', () => {
    const halted = instrument('HALT', { isTrading: false });
    const plans = okx.connections([...market, halted], { assets: 'all', watch: [] });
    expect(plans.map(({ name }) => name)).toEqual(['public-1']);
    const expected = market.map(({ symbol }) => `{"channel":"funding-rate","instId":"${symbol}"}`);
    expect(plans[0]?.topics).toEqual([liquidations, ...expected]);
  });

  it('follow watched assets, and every asset of a list, in detail with one index for all swaps on it', () => {
    const details = ['mark-price', 'open-interest', 'tickers'].map(
      (channel) => `{"channel":"${channel}","instId":"BTC-USD-SWAP"}`,
    );
    const known = instruments.filter(({ symbol }) => ['BTC-USD-SWAP', 'ETH-USDT-SWAP'].includes(symbol));
    const watched = okx.connections(known, { assets: 'all', watch: ['BTC'] });
    expect(watched.map(({ name, topics }) => [name, topics.length])).toEqual([
      ['public-1', 3],
      ['detail-1', 4],
    ]);
    expect(watched[1]?.topics).toEqual([...details, '{"channel":"index-tickers","instId":"BTC-USD"}']);
    const listed = okx.connections(known, { assets: ['BTC'], watch: [] });
    expect(listed[0]?.topics).toEqual([liquidations, '{"channel":"funding-rate","instId":"BTC-USD-SWAP"}']);
    expect(listed[1]?.topics).toEqual(watched[1]?.topics);
    const twins = [instrument('BTC'), instrument('BTC2', { asset: 'BTC', indexSymbol: 'BTC-USDT' })];
    expect(okx.connections(twins, { assets: [], watch: ['BTC'] })[1]?.topics).toHaveLength(7);
  });

  it('keep the liquidations without any instrument', () => {
    expect(okx.connections([], { assets: [], watch: [] }).map(({ topics }) => topics)).toEqual([[liquidations]]);
  });

  it('are split over sockets and frames within the limits', () => {
    const plans = okx.connections(market, { assets: market.map(({ asset }) => asset), watch: [] });
    for (const { topics } of plans) expect(topics.length).toBeLessThanOrEqual(400);
    expect(plans.flatMap(({ topics }) => topics)).toHaveLength(1 + 320 * 5);
    const [first] = plans;
    if (!first) throw new Error('no plan');
    const frames = first.subscribe(first.topics, 2);
    expect(frames.map(({ requestId }) => requestId)).toEqual(['3', '4', '5', '6']);
    for (const { text, topics } of frames) {
      expect(JSON.parse(text)).toMatchObject({ op: 'subscribe', args: topics.map((topic) => JSON.parse(topic)) });
      expect(text.length).toBeLessThan(64 * 1024);
    }
    expect(first.unsubscribe([liquidations], 0)[0]?.text).toBe(`{"id":"1","op":"unsubscribe","args":[${liquidations}]}`);
  });

  it('ask REST for what no stream of the plan carries, within the stated budget', () => {
    expect(okx.polls(instruments, { assets: ['BTC'], watch: ['ETH'] })).toEqual([]);
    const polls = okx.polls(instruments, { assets: 'all', watch: ['BTC', 'ETH', 'UNI'] });
    const urls = polls.flatMap(({ requests }) => requests.map(({ url }) => url.replace('https://openapi.okx.com/api/v5', '')));
    expect(urls).toEqual([
      '/public/funding-rate?instId=ANY',
      '/public/mark-price?instType=SWAP',
      '/market/tickers?instType=SWAP',
      '/public/open-interest?instType=SWAP',
      '/market/index-tickers?quoteCcy=USD',
      '/market/index-tickers?quoteCcy=USDC',
      '/market/index-tickers?quoteCcy=USDT',
    ]);
    const { weight, perMs } = okx.restBudget;
    const polled = polls.reduce((sum, plan) => sum + Math.ceil(perMs / plan.everyMs), 0);
    expect(polled + okx.instruments.requests.length).toBeLessThanOrEqual(weight);
  });
});
