import { describe, expect, it } from 'vitest';
import { neighboursOf } from '../../src/ui/evidence/liquidation.js';
import { recordOf } from '../../src/ui/evidence/record.js';
import type { Subject } from '../../src/ui/evidence/subject.js';
import { followed } from '../../src/ui/evidence/subject.js';
import { evidenceOf } from '../../src/ui/panels/evidence.js';
import { utc } from '../../src/ui/zone.js';
import {
  arbitrageRow,
  feedRow,
  fullFundingRow,
  fundingRow,
  liquidation,
  SAMPLE_TIME,
  sampleCoverage,
  sampleSnapshot,
} from '../support/sample-snapshot.js';

const snapshot = sampleSnapshot();

function textOf(subject: Subject, of = snapshot): string {
  const lines = evidenceOf(subject, { snapshot: of, time: SAMPLE_TIME, zone: utc, unit: '8h', coverage: sampleCoverage });
  return lines.map((line) => line.map(({ text }) => text).join('')).join('\n');
}

describe('evidence of an instrument', () => {
  it('says of every value that was not told that it was not', () => {
    const text = textOf({ kind: 'funding', row: fundingRow('okx', 'X-USDT-SWAP', { fundingRate: 0.0001 }) });
    for (const name of ['next settlement', 'predicted', 'last paid', 'mark', 'basis', 'volume 24h'])
      expect(text).toMatch(new RegExp(`^${name} +not told`, 'm'));
    for (const name of ['per 1h', 'per 8h', 'APR']) expect(text).toMatch(new RegExp(`^${name} +[?] *$`, 'm'));
    expect(text).toMatch(/^interval +[?] {2}not told: its rate is neither compared nor ranked/m);
    expect(text).toContain('+0.01000%  per ?, longs pay shorts');
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('knows funding that accrues all the time, coins beside USD, and an hour beside eight', () => {
    const { nextFundingTime: _, ...row } = fullFundingRow('deribit', 'BTC-PERPETUAL', 0.00002, 8, {
      instantFundingRate: -0.00001,
    });
    const continuous = textOf({ kind: 'funding', row });
    expect(continuous).toMatch(/^next settlement +always {2}funding accrues continuously/m);
    expect(continuous).toMatch(/^this moment +-0\.00100% {2}per 8h/m);
    const hourly = textOf({ kind: 'funding', row: fullFundingRow('dydx', 'BTC-USD', -0.00008, 1, { openInterest: 1234.5 }) });
    expect(hourly).toContain('-0.00100%  per 1h, shorts pay longs');
    expect(hourly).toContain('× 8 / 1');
    expect(hourly).toContain('1,234.50 BTC');
  });

  it('marks one that is too old to compare', () => {
    const row = fullFundingRow('okx', 'BTC-USDT-SWAP', 0.0001, 8, { isStale: true, receivedAt: SAMPLE_TIME - 45_000 });
    expect(textOf({ kind: 'funding', row })).toContain('45s ago, at 2023-11-14 22:12:35Z  stale: not compared');
  });
});

describe('evidence of a liquidation', () => {
  const at = (id: string, offsetMs: number, asset = 'BTC') => ({
    liquidation: liquidation(id, { time: SAMPLE_TIME + offsetMs, asset }),
  });

  it('finds its neighbours within a minute, of the same asset only, nearest first', () => {
    const rows = [
      at('far', 60_001),
      at('late', 60_000),
      at('self', 0),
      at('other', 1, 'ETH'),
      at('early', -59_000),
      at('twin', 0),
    ];
    expect(neighboursOf(at('self', 0), rows).map(({ row, offsetMs }) => [row.liquidation.id, offsetMs])).toEqual([
      ['twin', 0],
      ['early', -59_000],
      ['late', 60_000],
    ]);
  });

  it('lists the nearest of a cascade and counts the rest', () => {
    const rows = Array.from({ length: 100 }, (_, index) => at(`n${index}`, index * 100));
    const lines = evidenceOf(
      { kind: 'liquidation', row: at('self', 0) },
      { snapshot: { ...snapshot, liquidations: rows }, time: SAMPLE_TIME, zone: utc, unit: '8h', coverage: sampleCoverage },
    );
    const text = lines.map((line) => line.map((part) => part.text).join('')).join('\n');
    expect(text).toMatch(/▼ longs +100 +\$8\.4M/);
    expect(text).toContain('and 76 further away');
  });

  it('lets no control character through', () => {
    const evil = '\u001b[2J\u0007';
    const row = { liquidation: liquidation(evil, { asset: evil }), tier: 'LOW' as const, by: 'llm' as const, reason: evil };
    const text = textOf({ kind: 'liquidation', row });
    expect(text).toContain('by a model');
    expect(text).not.toMatch(/[\u0007\u001b]/);
  });
});

describe('evidence of a pair', () => {
  const sol = arbitrageRow('SOL', 0.000212, 'dydx', 'bybit');

  it('has both legs whole, every cost, and the way from one to the other', () => {
    const text = textOf({ kind: 'arbitrage', row: sol });
    expect(text).toContain('SOL: long dydx, short bybit: 0.021 % per 8h (23.2 % APR)');
    expect(text).toMatch(/^alert +! stands {2}for 1m, since 2023-11-14 22:11:45Z$/m);
    expect(text).toMatch(/^instrument +dydx SOL-USD {2}priced in USD$/m);
    expect(text).toMatch(/^rate +-0\.00040% {2}per 1h, -0\.0032% per 8h$/m);
    expect(text).toMatch(/^next payment +2023-11-15 06:12:19Z {2}in 07:58:59$/m);
    expect(text).toMatch(/^taker fee +0\.0550% {2}arbitrage\.takerFees\.bybit$/m);
    expect(text).toMatch(/^next 24h +\+0\.0636% {2}3 × \+0\.01800% − 24 × -0\.00040%, each at its own times$/m);
    expect(text).toMatch(/^fees +\+0\.2100% {2}taker, in and out: 2 × \(0\.0500% \+ 0\.0550%\)$/m);
    expect(text).toMatch(/^price gap +-0\.0300% {2}a credit: the long leg is cheaper$/m);
    expect(text).toMatch(/^together +\+0\.1800% {2}\+0\.2100% − 0\.0300%$/m);
    expect(text).toMatch(/^break-even +68h {2}\+0\.1800% \/ \+0\.00265% per hour$/m);
    expect(text).toMatch(/^net APR +\+13\.83% {2}held 7 d: \+23\.21% − \+0\.1800% × 8760 \/ 168$/m);
  });

  it('says what it takes to be alerted where no alert stands', () => {
    const text = textOf({ kind: 'arbitrage', row: arbitrageRow('SOL', 0.0002, 'dydx', 'bybit', null) });
    expect(text).toMatch(/^alert +none {2}it takes more than 0\.005 % per 8h and break-even within 7d$/m);
  });

  it('gives neither break-even nor net where the cost of entering is not known', () => {
    const { priceGap: _, breakEvenHours: __, netApr: ___, ...economics } = sol.economics;
    const text = textOf({ kind: 'arbitrage', row: { ...sol, economics } });
    for (const name of ['price gap', 'break-even', 'net APR']) expect(text).toMatch(new RegExp(`^${name} +not told`, 'm'));
    expect(text).toContain('needs both marks');
  });

  it('adds slippage to the fees, and a price gap that is a cost', () => {
    const terms = { ...snapshot.arbitrageTerms, slippage: 0.0001 };
    const economics = { ...sol.economics, feesRoundTrip: 0.0025, priceGap: 0.0001 };
    const text = textOf({ kind: 'arbitrage', row: { ...sol, economics } }, { ...snapshot, arbitrageTerms: terms });
    expect(text).toContain('2 × (0.0500% + 0.0550%), and slippage 4 × 0.0100%');
    expect(text).toContain('+0.2500% + 0.0100%');
  });

  it('ranks all pairs of the asset, marks the one it is of, and names what is in none', () => {
    const rows = snapshot.funding.get('BTC') ?? [];
    const leg = (exchange: string) => rows.find((row) => row.exchange === exchange) as typeof sol.long;
    const row = { ...arbitrageRow('BTC', 0.000162, 'dydx', 'hyperliquid'), long: leg('dydx'), short: leg('hyperliquid') };
    const text = textOf({ kind: 'arbitrage', row });
    const [first = '', second = ''] = text.slice(text.indexOf('All pairs of BTC')).split('\n').slice(2);
    expect(first).toMatch(/^▸ dydx USDT +hyperliquid USDT +\+0\.0162% +-0\.002% +93h +\+7\.96%$/);
    expect(second).toMatch(/^ {2}dydx USDT +bybit USDT +\+0\.0155% /);
    expect(text).toContain('and 4 that net less');
    expect(text).toMatch(/^okx BTC-USDT-SWAP: stale$/m);
  });

  it('says of an instrument in quarantine both prices, and how far they are apart', () => {
    const apart = {
      key: sol.long.key,
      asset: 'SOL',
      exchange: 'okx',
      symbol: sol.long.symbol,
      markPrice: 3,
      medianPrice: 100,
    } as const;
    const text = textOf({ kind: 'arbitrage', row: sol }, { ...snapshot, quarantined: [apart] });
    expect(text).toMatch(/^quarantined: okx SOL-USD at 3\.0000 \(-97\.0%\); the others at 100\.00$/m);
  });

  it('is copied as the line that fundmon arb prints of it', () => {
    expect(recordOf({ kind: 'arbitrage', row: sol })).toMatchObject({
      type: 'arbitrage',
      asset: 'SOL',
      long: { exchange: 'dydx', symbol: 'SOL-USD', quote: 'USD', fundingIntervalHours: 1 },
      spread8h: 0.000212,
      raisedTime: SAMPLE_TIME - 95_000,
    });
  });
});

describe('evidence of a feed', () => {
  const okx = snapshot.feeds.find(({ exchange }) => exchange === 'okx') ?? feedRow('okx');

  it('says what is wrong, why, and when it is tried again', () => {
    const text = textOf({ kind: 'feed', row: okx });
    expect(text).toMatch(/^state +↻ reconnecting {2}for 3h, since 2023-11-14 19:13:20Z$/m);
    expect(text).toMatch(/^because +no message for 30 s$/m);
    expect(text).toMatch(/^try +2 {2}in 1\.8 s$/m);
    expect(text).toMatch(/^liquidations +a sample of liquidations {2}At most one liquidation per contract and second\.$/m);
  });

  it('lists every connection, and the states it went through', () => {
    const text = textOf({ kind: 'feed', row: okx });
    expect(text).toMatch(/^2 connections$/m);
    expect(text).toMatch(
      /^public-1 +↻ reconnecting +3h {2}23 topics · 9\.3\/s · 61\.7K messages · last 0s ago · 1 reconnects · stream/m,
    );
    expect(text).toMatch(/^ +no message for 30 s, try 2 in 1\.8 s$/m);
    expect(text).toMatch(/^detail-1 +● live +3h/m);
    expect(text).toMatch(/^2023-11-14 19:13:20Z {2}↻ reconnecting +3 h so far +no message for 30 s$/m);
    expect(text).toMatch(/^2023-11-14 17:13:20Z {2}● live +2 h *$/m);
    expect(text).toMatch(/^2023-11-14 17:13:19Z {2}◐ connecting +0 s *$/m);
  });

  it('counts apart what could not be read, what was refused and what failed, and says when', () => {
    const row = feedRow('okx', 'live', {
      ...{ unreadCount: 2, lastFault: { text: 'px: a\u001b[2J', time: SAMPLE_TIME - 7_200_000 } },
      ...{ refusedCount: 1, lastRefusal: { text: 'refused X', time: SAMPLE_TIME - 60_000 } },
      budget: { used: 10, weight: 10, perMs: 2000, waitingCount: 3 },
      unlistedAssets: ['NOPE'],
    });
    const text = textOf({ kind: 'feed', row });
    expect(text).toMatch(/^unread +2 {2}the last 2h ago, at 2023-11-14 20:13:20Z\n +px: a·\[2J$/m);
    expect(text).toMatch(/^refused +1 {2}the last 1m ago, at 2023-11-14 22:12:20Z\n +refused X$/m);
    expect(text).toMatch(/^failed +0 *$/m);
    expect(text).toMatch(/^budget +10\/10 {2}in 2 s, 3 wait for room$/m);
    expect(text).toMatch(/^not listed +NOPE {2}of the chosen assets$/m);
  });

  it('of an exchange that was never on says what there is', () => {
    const row = feedRow('dydx', 'off', { sinceTime: 0, connections: [], changes: [], messageCount: 0 });
    const { budget: _, lagMs: __, lagP99Ms: ___, lastMessageTime: ____, ...bare } = row;
    const text = textOf({ kind: 'feed', row: bare });
    expect(text).toMatch(/^state +○ off *$/m);
    expect(text).toMatch(/^last message +not told *$/m);
    expect(text).toMatch(/^budget +not told *$/m);
    expect(text).toContain('none yet');
    expect(text).not.toMatch(/NaN|undefined|1970/);
  });

  it('is copied as the record of its state, with all else that is known', () => {
    const record = recordOf({ kind: 'feed', row: okx });
    expect(record).toMatchObject({
      type: 'feed',
      exchange: 'okx',
      state: 'reconnecting',
      time: SAMPLE_TIME - 3 * 3_600_000,
      reason: 'no message for 30 s',
      attempt: 2,
      retryInMs: 3 * 3_600_000 + 1_840,
      unreadCount: 2,
      connections: [{ name: 'public-1' }, { name: 'detail-1' }],
    });
    expect(record).not.toHaveProperty('sinceTime');
  });

  it('follows the exchange, listed or not', () => {
    const later = { ...snapshot, feeds: [feedRow('okx', 'live')] };
    expect(followed({ kind: 'feed', row: okx }, later)).toMatchObject({ subject: { row: { state: 'live' } }, isGone: false });
    expect(followed({ kind: 'feed', row: okx }, { ...snapshot, feeds: [] })).toEqual({
      subject: { kind: 'feed', row: okx },
      isGone: false,
    });
  });
});

describe('the row whose evidence is open', () => {
  const row = snapshot.liquidations[3] ?? { liquidation: liquidation('none') };

  it('is followed while it is listed, and kept when it has gone', () => {
    const judged = { ...row, tier: 'CRITICAL' as const, by: 'llm' as const };
    const later = { ...snapshot, liquidations: [judged] };
    expect(followed({ kind: 'liquidation', row }, later)).toEqual({
      subject: { kind: 'liquidation', row: judged },
      isGone: false,
    });
    const gone = { ...snapshot, liquidations: [] };
    expect(followed({ kind: 'liquidation', row }, gone)).toEqual({ subject: { kind: 'liquidation', row }, isGone: true });
  });

  it('is copied as a record of the contract, without what only the screen knows', () => {
    const funding = fundingRow('bybit', 'BTCUSDT', { fundingRate: 0.0001, rate8h: 0.0001, apr: 0.1, basis: 0.1, trend: 'flat' });
    expect(recordOf({ kind: 'funding', row: funding })).toEqual({
      type: 'ticker',
      exchange: 'bybit',
      symbol: 'BTCUSDT',
      asset: 'BTC',
      quote: 'USDT',
      time: SAMPLE_TIME - 300,
      receivedAt: SAMPLE_TIME - 300,
      fundingRate: 0.0001,
    });
    expect(recordOf({ kind: 'liquidation', row })).toBe(row.liquidation);
  });
});
