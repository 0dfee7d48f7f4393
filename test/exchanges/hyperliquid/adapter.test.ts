import { describe, expect, it } from 'vitest';
import { hyperliquid } from '../../../src/exchanges/hyperliquid/adapter.js';
import { listed, parse } from './samples.js';

describe('Hyperliquid plans', () => {
  const sent = (plan: {
    subscribe: (topics: readonly string[], sequence: number) => readonly { text: string }[];
    topics: readonly string[];
  }) => plan.subscribe(plan.topics, 0).map(({ text }) => text);

  it('follow the whole dex in one subscription, and watched coins one by one', () => {
    const [plan, ...others] = hyperliquid.connections(listed, { assets: 'all', watch: ['PEPE', 'MATIC'] });
    if (!plan) return expect.fail('no connection');
    expect(others).toEqual([]);
    expect(plan.url).toBe('wss://api.hyperliquid.xyz/ws');
    expect(sent(plan)).toEqual([
      '{"method":"subscribe","subscription":{"type":"assetCtxs","dex":""}}',
      '{"method":"subscribe","subscription":{"type":"activeAssetCtx","coin":"kPEPE"}}',
    ]);
    expect(plan.unsubscribe(plan.topics.slice(1), 2)).toEqual([
      {
        text: '{"method":"unsubscribe","subscription":{"type":"activeAssetCtx","coin":"kPEPE"}}',
        topics: ['{"type":"activeAssetCtx","coin":"kPEPE"}'],
      },
    ]);
  });

  it('follow a list of assets coin by coin, trading ones only', () => {
    const selection = { assets: ['BTC', 'MATIC', 'NOPE'], watch: ['BTC'] };
    expect(hyperliquid.connections(listed, selection).flatMap(sent)).toEqual([
      '{"method":"subscribe","subscription":{"type":"activeAssetCtx","coin":"BTC"}}',
    ]);
    expect(hyperliquid.polls(listed, selection)).toEqual([]);
    expect(hyperliquid.connections(listed, { assets: ['NOPE'], watch: [] })).toEqual([]);
  });

  it('acknowledge in the topics they asked for', () => {
    const [plan] = hyperliquid.connections(listed, { assets: 'all', watch: ['BTC'] });
    for (const { text, topics } of plan?.subscribe(plan.topics, 0) ?? []) {
      const echo = JSON.stringify({ channel: 'subscriptionResponse', data: JSON.parse(text) });
      expect(parse(echo)).toEqual({ kind: 'ack', accepted: topics });
    }
  });

  it('ping often enough for a server that closes after 60 s, and send within 2 000 messages a minute', () => {
    const [plan] = hyperliquid.connections(listed, { assets: 'all', watch: ['BTC'] });
    expect(JSON.parse(plan?.ping?.frame ?? '')).toEqual({ method: 'ping' });
    expect(plan?.ping?.everyMs).toBeLessThanOrEqual(50_000);
    expect(((plan?.pace.frames ?? Number.POSITIVE_INFINITY) * 60_000) / (plan?.pace.perMs ?? 1)).toBeLessThanOrEqual(2000);
    expect(plan?.staleAfterMs).toBeGreaterThan(plan?.ping?.everyMs ?? 0);
  });

  it('spend less REST weight than their budget, and that a fraction of 1 200 a minute', () => {
    const { restBudget, instruments: source } = hyperliquid;
    const polls = hyperliquid.polls(listed, { assets: 'all', watch: ['BTC', 'PEPE', '0G'] });
    const perMinute =
      polls.reduce((sum, poll) => sum + ((poll.requests[0]?.weight ?? 0) * 60_000) / poll.everyMs, 0) +
      source.requests.reduce((sum, { weight }) => sum + (weight * 60_000) / source.refreshMs, 0);
    expect(polls).toHaveLength(1);
    expect(perMinute).toBeLessThanOrEqual((restBudget.weight * 60_000) / restBudget.perMs);
    expect((restBudget.weight * 60_000) / restBudget.perMs).toBeLessThanOrEqual(600);
  });

  it('say that liquidations are withheld', () => {
    expect(hyperliquid.coverage.liquidations).toBe('none');
  });
});
