import { expect, test } from 'vitest';
import { createTickingMarket } from '../../src/commands/ticking-market.js';
import { createMarketStore } from '../../src/market/store.js';
import { feedState, liquidation, START } from '../support/market-records.js';

function ticking() {
  const store = createMarketStore();
  const market = createTickingMarket(store, START);
  const seen: number[] = [];
  market.subscribe(() => seen.push(market.getSnapshot().time - START));
  return { store, market, seen };
}

test('the first picture has the right time, before anything is known', () => {
  expect(ticking().market.getSnapshot()).toMatchObject({ time: START, feeds: [] });
});

test('while nothing changes the time goes on by the second', () => {
  const { market, seen } = ticking();
  for (let ms = 250; ms <= 2250; ms += 250) market.publish(START + ms);
  expect(seen).toEqual([1000, 2000]);
});

test('what changes within a second is shown at once, its parts untouched', () => {
  const { store, market, seen } = ticking();
  store.apply(feedState('okx', 'live'));
  store.apply(liquidation('a'));
  market.publish(START + 250);
  expect(seen).toEqual([250]);
  expect(market.getSnapshot().liquidations).toBe(store.getSnapshot().liquidations);
  expect(market.getSnapshot().feeds).toBe(store.getSnapshot().feeds);
});

test('a clock set back is followed', () => {
  const { market } = ticking();
  market.publish(START - 60_000);
  expect(market.getSnapshot().time).toBe(START - 60_000);
});
