import { describe, expect, it } from 'vitest';
import { records } from './listed.js';

function detail(fields: object = {}) {
  return { bkLoss: '0', bkPx: '82655.7', ccy: '', posSide: 'long', side: 'sell', sz: '8.55', ts: '1791565600771', ...fields };
}

function frame(details: readonly unknown[], instId = 'BTC-USDT-SWAP') {
  const row = { details, instFamily: 'x', instId, instType: 'SWAP', uly: 'x' };
  return { arg: { channel: 'liquidation-orders', instType: 'SWAP' }, data: [row] };
}

describe('liquidations', () => {
  it('are counted in coins, not in contracts', () => {
    expect(records(frame([detail()])).records).toEqual([
      {
        type: 'liquidation',
        id: 'okx:BTC-USDT-SWAP:1791565600771:long:long:8.55:82655.7',
        exchange: 'okx',
        symbol: 'BTC-USDT-SWAP',
        asset: 'BTC',
        quote: 'USDT',
        time: 1_791_565_600_771,
        receivedAt: 1_700_000_000_000,
        side: 'long',
        price: 82_655.7,
        size: 0.0855,
        notionalUsd: 7067.06235,
      },
    ]);
  });

  it('of an inverse contract are worth their face value', () => {
    expect(records(frame([detail({ sz: '40', bkPx: '80000' })], 'BTC-USD-SWAP')).records).toMatchObject([
      { size: 0.05, notionalUsd: 4000 },
    ]);
  });

  it('are all read, however many a frame holds', () => {
    const details = [detail(), detail({ sz: '1' }), detail({ ts: '1791565600772' })];
    const two = { ...frame(details), data: [...frame(details).data, ...frame([detail()], 'ETH-USDT-SWAP').data] };
    expect(records(two).records).toHaveLength(4);
  });

  it.each([
    ['long', 'sell', 'long'],
    ['short', 'buy', 'short'],
    ['net', 'sell', 'long'],
    ['net', 'buy', 'short'],
    ['', 'sell', 'long'],
    ['short', undefined, 'short'],
  ])('with posSide %s and side %s closed a %s', (posSide, side, closed) => {
    expect(records(frame([detail({ posSide, side })])).records).toMatchObject([{ side: closed }]);
  });

  it('give one id to one event however its numbers are written, and several to identical rows of one frame', () => {
    const ids = records(
      frame([detail(), detail({ bkPx: '82655.70', sz: '8.550' }), detail({ side: 'buy', posSide: 'net' })]),
    ).records.map((record) => (record.type === 'liquidation' ? record.id : ''));
    expect(ids[1]).toBe(`${ids[0]}:2`);
    expect(new Set(ids).size).toBe(3);
  });

  it('leave a broken one out and keep the others', () => {
    const broken = [
      detail({ posSide: 'both' }),
      detail({ posSide: 'net', side: '' }),
      detail({ sz: '-1' }),
      detail({ ts: '7' }),
      null,
    ];
    const parsed = records(frame([...broken, detail()]));
    expect(parsed.records).toHaveLength(1);
    expect(parsed.faults).toHaveLength(broken.length);
    for (const { kind, message } of parsed.faults ?? []) {
      expect(kind).toBe('bad-value');
      expect(message).toMatch(/^BTC-USDT-SWAP: /);
    }
  });

  it('of an unknown swap are named, of a dated future not', () => {
    expect(records(frame([detail()], 'NEW-USDT-SWAP'))).toMatchObject({ records: [], faults: [{ kind: 'unknown-instrument' }] });
    const dated = frame([detail()], 'BTC-USDT-261225');
    expect(records({ ...dated, data: dated.data.map((row) => ({ ...row, instType: 'FUTURES' })) })).toEqual({
      kind: 'records',
      records: [],
    });
  });
});
