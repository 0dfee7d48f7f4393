import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Flags } from '../../src/args.js';
import { createPipeline, type Judges, openSession } from '../../src/commands/session.js';
import { UsageError } from '../../src/domain/errors.js';
import type { FrameTally, MarketRecord, Severity } from '../../src/domain/record.js';
import type { SeverityJudge } from '../../src/domain/severity.js';
import type { Selection } from '../../src/exchanges/adapter.js';
import { createMarketStore } from '../../src/market/store.js';
import { openSettings } from '../../src/settings.js';
import { judgeByRules } from '../../src/severity/rules.js';
import { feedState, liquidation, START, ticker } from '../support/market-records.js';

const everything: Selection = { assets: 'all', watch: [] };

function pipelineInto(minNotionalUsd = 0, selection = everything) {
  const store = createMarketStore();
  const records: MarketRecord[] = [];
  const tallies: FrameTally[] = [];
  /** How many liquidations were known when each was judged. */
  const counts: number[] = [];
  const outlet = { record: (one: MarketRecord) => void records.push(one), frame: (one: FrameTally) => void tallies.push(one) };
  const judge: SeverityJudge = (liquidation, context) => {
    counts.push(context.usual.count);
    return judgeByRules(liquidation, context);
  };
  return {
    store,
    records,
    tallies,
    counts,
    pipeline: createPipeline({ store, minNotionalUsd, selection }, outlet, { rules: judge }),
  };
}

describe('the pipeline', () => {
  it('passes a liquidation on, then its severity, both with the same id', () => {
    const { pipeline, records, store } = pipelineInto();
    pipeline.record(liquidation('a', { notionalUsd: 5_000_000 }));
    expect(records).toMatchObject([
      { type: 'liquidation', id: 'a' },
      { type: 'severity', liquidationId: 'a', by: 'rule', time: START },
    ]);
    store.flush(START);
    expect(store.getSnapshot().liquidations[0]).toMatchObject({ liquidation: { id: 'a' }, by: 'rule' });
  });

  it('judges by what was usual before the liquidation, not by itself', () => {
    const { pipeline, counts } = pipelineInto();
    for (const id of ['a', 'b', 'c']) pipeline.record(liquidation(id));
    expect(counts).toEqual([0, 1, 2]);
  });

  it('leaves out what is below the threshold, keeps what is on it, and learns from both', () => {
    const { pipeline, records, counts } = pipelineInto(1000);
    pipeline.record(liquidation('small', { notionalUsd: 999.99 }));
    pipeline.record(liquidation('just', { notionalUsd: 1000 }));
    expect(records.map((record) => ('id' in record ? record.id : record.type))).toEqual(['just', 'severity']);
    expect(counts).toEqual([0, 1]);
  });

  it('leaves out the funding of assets nobody chose, and no liquidation', () => {
    const { pipeline, records, store } = pipelineInto(0, { assets: ['BTC'], watch: [] });
    pipeline.record(ticker('bybit', 'BTC', { fundingRate: 0.0001 }));
    pipeline.record(ticker('bybit', 'ETH', { fundingRate: 0.0001 }));
    pipeline.record(liquidation('a', { asset: 'ETH' }));
    expect(records.map((record) => record.type)).toEqual(['ticker', 'liquidation', 'severity']);
    store.flush(START);
    expect([...store.getSnapshot().funding.keys()]).toEqual(['BTC']);
  });

  it('offers to a classifier what it passed on, with its rule tier, and passes on the answer whenever it comes', () => {
    const store = createMarketStore();
    const records: MarketRecord[] = [];
    const offered: unknown[] = [];
    let answer: ((severity: Severity) => void) | undefined;
    const classifier: Judges['classifier'] = {
      start: (onSeverity) => {
        answer = onSeverity;
      },
      offer: (liquidation, tier, context, surroundings) => {
        offered.push([liquidation.id, tier, context.usual.count, surroundings().flows[0]?.longCount, records.length]);
      },
    };
    const pipeline = createPipeline(
      { store, minNotionalUsd: 1000, selection: everything },
      { record: (one) => void records.push(one) },
      { classifier },
    );
    pipeline.record(liquidation('small', { notionalUsd: 999 }));
    pipeline.record(liquidation('a', { notionalUsd: 60_000 }));
    pipeline.record(liquidation('b', { notionalUsd: 600_000 }));
    expect(offered).toEqual([
      ['a', 'HIGH', 1, 1, 2],
      ['b', 'CRITICAL', 2, 2, 4],
    ]);
    const severity: Severity = {
      type: 'severity',
      liquidationId: 'a',
      tier: 'CRITICAL',
      by: 'llm',
      model: 'm',
      time: START + 400,
    };
    answer?.(severity);
    expect(records.at(-1)).toBe(severity);
    store.flush(START);
    expect(store.getSnapshot().liquidations.find((row) => row.liquidation.id === 'a')).toMatchObject({
      tier: 'CRITICAL',
      by: 'llm',
    });
  });

  it('passes tickers, feed states, tallies and alerts on as they are, in order', () => {
    const { pipeline, records, tallies, store } = pipelineInto(1e9);
    const told = { fundingRate: 0.0001, fundingIntervalHours: 8, markPrice: 1 };
    const passing = [feedState('okx', 'live'), ticker('okx', 'BTC', told)];
    for (const record of passing) pipeline.record(record);
    pipeline.frame({ exchange: 'okx', receivedAt: START, faults: ['what?'] });
    const other = { fundingRate: -0.001, fundingIntervalHours: 8, markPrice: 1 };
    pipeline.record(feedState('bybit', 'live'));
    pipeline.record(ticker('bybit', 'BTC', other));
    // A spread has to stand for a while before it counts.
    const alerts = [0, 1, 2, 3].flatMap((seconds) => store.flush(START + seconds * 1000));
    expect(alerts).toMatchObject([{ kind: 'funding-spread', state: 'raised', asset: 'BTC' }]);
    pipeline.alerts(alerts);
    expect(records.slice(0, 2)).toEqual(passing);
    expect(records.at(-1)).toBe(alerts[0]);
    expect(tallies).toEqual([{ exchange: 'okx', receivedAt: START, faults: ['what?'] }]);
    expect(store.getSnapshot().feeds.find(({ exchange }) => exchange === 'okx')).toMatchObject({ unreadCount: 1 });
  });
});

describe('a session', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'fundmon-session-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const open = (flags: Flags) => openSession({ demo: true, 'config-dir': directory, ...flags });

  it('takes the settings where no flag says otherwise', async () => {
    const settings = openSettings(directory);
    await settings.set('exchanges', ['okx']);
    await settings.set('assets', ['SOL']);
    await settings.set('watch', ['HYPE']);
    await settings.set('minNotionalUsd', 5000);
    expect(await open({})).toMatchObject({
      exchanges: ['okx'],
      selection: { assets: ['SOL'], watch: ['HYPE'] },
      minNotionalUsd: 5000,
    });
  });

  it('takes a flag over the settings, and watches the assets that were named', async () => {
    await openSettings(directory).set('exchanges', ['okx']);
    const flags = { exchanges: ' Bybit,dydx,bybit', assets: 'btc, sol', 'min-notional': '1e6' };
    expect(await open(flags)).toMatchObject({
      exchanges: ['bybit', 'dydx'],
      selection: { assets: ['BTC', 'SOL'], watch: ['BTC', 'SOL'] },
      minNotionalUsd: 1_000_000,
    });
  });

  it('follows every asset by default', async () => {
    expect((await open({})).selection.assets).toBe('all');
  });

  it.each<[Flags, string]>([
    [{ exchanges: ',' }, "--exchanges: expected at least one of binance, bybit, okx, deribit, hyperliquid, dydx, found ','"],
    [{ exchanges: 'nyse' }, "--exchanges: expected any of binance, bybit, okx, deribit, hyperliquid, dydx, found 'nyse'"],
    [{ assets: ',' }, "--assets takes BTC,ETH, found ','"],
    [{ assets: '\u001b[31m' }, "--assets: expected an asset such as BTC, found '·[31m'"],
    [{ 'min-notional': '-5' }, "--min-notional takes USD, found '-5'"],
    [{ 'min-notional': '1M' }, "--min-notional takes USD, found '1M'"],
    [{ 'min-notional': 'Infinity' }, "--min-notional takes USD, found 'Infinity'"],
    [{ seed: '1.5' }, "--seed takes N, found '1.5'"],
    [{ endpoint: ['foo'] }, "--endpoint takes EXCHANGE=WS_URL, found 'foo'"],
    [{ endpoint: ['nyse=ws://x'] }, "--endpoint takes EXCHANGE=WS_URL, found 'nyse=ws://x'"],
    [{ endpoint: ['okx='] }, "--endpoint takes EXCHANGE=WS_URL, found 'okx='"],
    [{ endpoint: ['okx=ftp://me:secret@x/y'] }, "--endpoint takes EXCHANGE=WS_URL, found 'okx=ftp://…@x/y'"],
    [{ endpoint: ['okx=http://x'] }, "--endpoint takes EXCHANGE=WS_URL, found 'okx=http://x'"],
    [{ endpoint: ['okx=ws://a', 'okx=ws://b'] }, "--endpoint takes one address for okx, found 'ws://a' and 'ws://b'"],
    [{ 'rest-endpoint': ['okx=ws://x'] }, "--rest-endpoint takes EXCHANGE=HTTP_URL, found 'okx=ws://x'"],
  ])('refuses %j by name', async (flags, message) => {
    await expect(open(flags)).rejects.toThrow(UsageError);
    await expect(open(flags)).rejects.toMatchObject({ message });
  });

  it('refuses a seed for a market that is not simulated', async () => {
    await expect(openSession({ 'config-dir': directory, seed: '7' })).rejects.toThrow('--seed belongs to --demo');
  });
});
