import { describe, expect, it } from 'vitest';
import { records } from './listed.js';

function liquidation(rows: readonly object[], symbol = 'BTCUSDT') {
  return { topic: `allLiquidation.${symbol}`, type: 'snapshot', ts: 1_791_565_601_482, data: rows };
}

function row(fields: object = {}) {
  return { T: 1_791_565_600_992, s: 'BTCUSDT', S: 'Buy', v: '0.006', p: '82396.90', ...fields };
}

describe('liquidations', () => {
  it('give one id to one event however its numbers are written', () => {
    const [plain] = records(liquidation([row()])).records;
    const [trimmed] = records(liquidation([row({ p: '82396.9', v: '0.0060' })])).records;
    expect(plain).toMatchObject({ id: 'bybit:BTCUSDT:1791565600992:long:0.006:82396.9', notionalUsd: 494.3814 });
    expect(trimmed).toEqual(plain);
  });

  it('tell apart what differs in any field, and count identical rows of one frame', () => {
    const rows = [row(), row({ S: 'Sell' }), row({ T: 1_791_565_600_993 }), row({ v: '0.007' }), row({ p: '1' }), row(), row()];
    const ids = records(liquidation(rows)).records.map((record) => (record.type === 'liquidation' ? record.id : ''));
    expect(new Set(ids).size).toBe(rows.length);
    expect(ids.slice(-2)).toEqual([`${ids[0]}:2`, `${ids[0]}:3`]);
  });

  it('of an inverse contract are sized in US dollars', () => {
    expect(records(liquidation([row({ s: 'BTCUSD', v: '10000', p: '80000' })], 'BTCUSD')).records).toMatchObject([
      { side: 'long', size: 0.125, price: 80_000, notionalUsd: 10_000 },
    ]);
  });

  it('of a multiplied contract are in coins', () => {
    const rows = [row({ s: 'SHIB1000USDT', v: '200', p: '0.0123', S: 'Sell' })];
    expect(records(liquidation(rows, 'SHIB1000USDT')).records).toMatchObject([
      { asset: 'SHIB', side: 'short', size: 200_000, price: 0.0000123, notionalUsd: 2.46 },
    ]);
  });

  it('leave a broken row out and keep the others', () => {
    const rows = [row({ S: 'Both' }), row({ v: '-1' }), row({ p: '' }), null, row({ s: 'NOPEUSDT' }), row()];
    const parsed = records(liquidation(rows as object[]));
    expect(parsed.records).toHaveLength(1);
    expect(parsed.faults?.map(({ kind }) => kind)).toEqual([
      'bad-value',
      'bad-value',
      'bad-value',
      'bad-value',
      'unknown-instrument',
    ]);
  });
});
