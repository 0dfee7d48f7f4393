import { describe, expect, it } from 'vitest';
import { createRecordedLines, type RecordedRecord } from '../../src/commands/recorded-records.js';
import { createRehearsal, type RehearsalResult } from '../../src/commands/rehearsal.js';
import { exchangeIds, indexInstruments } from '../../src/domain/instrument.js';
import type { Ticker } from '../../src/domain/record.js';
import { shippedInstruments } from '../../src/exchanges/shipped.js';
import type { MarketOptions } from '../../src/market/options.js';
import { createMarketStore } from '../../src/market/store.js';
import { feedState, liquidation, START, ticker } from '../support/market-records.js';

const second = (n: number): number => START + n * 1_000;
/** Costs nothing: any spread pays at once. */
const free = Object.fromEntries(exchangeIds.map((id) => [id, 0]));
const options: MarketOptions = { arbitrage: { takerFees: free as never, minHoldMs: 0 }, watch: ['BTC'] };

function rate(exchange: 'binance' | 'bybit', n: number, fundingRate: number, fields: Partial<Ticker> = {}): Ticker {
  const figures = { fundingRate, fundingIntervalHours: 8, markPrice: 100 };
  return ticker(exchange, 'SOL', { ...figures, receivedAt: second(n), ...fields });
}

/** Two exchanges, a message of each every second; the spread is there from 10 s to 30 s. */
function evening(): readonly RecordedRecord[] {
  const records: RecordedRecord[] = [];
  for (let n = 0; n < 60; n += 1) {
    records.push(rate('binance', n, 0.0001), rate('bybit', n, n >= 10 && n < 30 ? 0.0009 : 0.0001));
  }
  return records;
}

function rehearsed(records: readonly RecordedRecord[], by: MarketOptions = options): RehearsalResult {
  const rehearsal = createRehearsal(by);
  for (const record of records) rehearsal.apply(record);
  return rehearsal.finish();
}

const none = { raised: 0, cleared: 0, bySubject: [] };

describe('a recorded market once more', () => {
  it('counts what would have been raised and cleared, and about what', () => {
    expect(rehearsed(evening())).toMatchObject({
      recordCount: 120,
      exchanges: ['binance', 'bybit'],
      span: { from: START, until: second(59) },
      kinds: { 'funding-spread': { raised: 1, cleared: 1, bySubject: [['SOL', 1]] }, 'feed-down': none, 'funding-flip': none },
    });
  });

  it('raises what the market raised when it was live', () => {
    const store = createMarketStore(options);
    for (const exchange of ['binance', 'bybit'] as const) store.apply(feedState(exchange, 'live'));
    const live: string[] = [];
    let now = 0;
    for (const record of evening()) {
      const time = record.type === 'feed' ? record.time : record.receivedAt;
      for (; now < time; now = Math.max(time, now + 250))
        live.push(...store.flush(now).map(({ kind, state }) => `${kind} ${state}`));
      store.apply(record);
    }
    const { raised, cleared } = rehearsed(evening()).kinds['funding-spread'];
    expect(live).toEqual([...Array(raised).fill('funding-spread raised'), ...Array(cleared).fill('funding-spread cleared')]);
  });

  it('counts kinds that are switched off too', () => {
    expect(rehearsed(evening(), { ...options, alertKinds: [] }).kinds['funding-spread'].raised).toBe(1);
  });

  it('takes the outages from the recording', () => {
    const records = [
      feedState('binance', 'live', second(0)),
      rate('binance', 1, 0.0001),
      feedState('binance', 'reconnecting', second(2)),
      feedState('binance', 'live', second(20)),
    ];
    expect(rehearsed(records).kinds['feed-down']).toEqual({ raised: 1, cleared: 1, bySubject: [['binance', 1]] });
  });

  it('evaluates through a lull, and passes over a night', () => {
    const outage = [feedState('okx', 'live', second(0)), feedState('okx', 'reconnecting', second(1))];
    const lull = [...outage, feedState('okx', 'live', second(1_000))];
    const night = [...outage, feedState('okx', 'live', second(30 * 86_400))];
    for (const records of [lull, night]) {
      expect(rehearsed(records).kinds['feed-down']).toMatchObject({ raised: 1, cleared: 1 });
    }
  });

  it('does not go back in time for a record that is late', () => {
    const records = [...evening(), rate('binance', 3, 0.0001)];
    expect(rehearsed(records).span).toEqual({ from: START, until: second(59) });
  });

  it('has no span without records', () => {
    expect(rehearsed([])).toMatchObject({ recordCount: 0, exchanges: [] });
    expect(rehearsed([]).span).toBeUndefined();
  });
});

describe('a line of a recording', () => {
  const lines = (exchange?: 'bybit') => createRecordedLines(exchange, (of) => indexInstruments(shippedInstruments(of)));
  const frame = {
    topic: 'allLiquidation.BTCUSDT',
    type: 'snapshot',
    ts: START + 7,
    data: [{ T: START + 3, s: 'BTCUSDT', S: 'Buy', v: '0.5', p: '60000' }],
  };
  const read = { type: 'liquidation', exchange: 'bybit', asset: 'BTC', side: 'long', time: START + 3 };

  it.each([
    ['a ticker of the contract', rate('binance', 0, 0.0001)],
    ['a liquidation', liquidation('x')],
    ['a state of a feed', feedState('okx', 'reconnecting', START, { reason: 'no message for 30 s', attempt: 1, retryInMs: 5 })],
  ])('%s is that record', (_, record) => {
    expect(lines().read(JSON.stringify(record))).toEqual({ records: [record], faults: [] });
  });

  it.each([
    ['wrapped, with its exchange', { raw: frame, receivedAt: START + 50, exchange: 'bybit' }, undefined, START + 50],
    ['wrapped as text', { raw: JSON.stringify(frame), receivedAt: START + 50 }, 'bybit', START + 50],
    ['bare: it came when it happened', frame, 'bybit', START + 3],
  ] as const)('a raw frame is read, %s', (_, line, exchange, receivedAt) => {
    const { records, faults } = lines(exchange).read(JSON.stringify(line));
    expect({ records, faults }).toMatchObject({ records: [{ ...read, receivedAt }], faults: [] });
  });

  it.each([
    ['made by the program from the others', { type: 'alert', id: 'a', exchange: 'okx' }],
    ['made by the program from the others', { type: 'severity', liquidationId: 'a' }],
    ['no record of the market', { raw: { op: 'pong' }, exchange: 'bybit', receivedAt: START }],
  ])('what is %s is passed over: %j', (_, line) => {
    expect(lines().read(JSON.stringify(line))).toEqual({ records: [], faults: [] });
  });

  it.each([
    ['{"type":"ticker"', 'JSON'],
    ['7', 'expected a JSON object'],
    ['{"topic":"x"}', '--exchange ID tells'],
    [JSON.stringify({ ...rate('binance', 0, 0.0001), fundingRate: 'high' }), 'fundingRate'],
    [JSON.stringify({ ...liquidation('x'), price: 0 }), 'price'],
    [JSON.stringify({ ...liquidation('x'), symbol: 'B\u001b[2J' }), 'symbol'],
  ])('%s is a fault that says why', (line, why) => {
    const { records, faults } = lines().read(line);
    expect(records).toEqual([]);
    expect(faults.join()).toContain(why);
  });

  it('that is too long is a fault', () => {
    expect(lines().read(undefined)).toEqual({ records: [], faults: ['line too long'] });
  });
});
