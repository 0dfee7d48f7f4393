import { describe, expect, it } from 'vitest';
import { WireError } from '../../../src/domain/errors.js';
import { faults, noon, parse, pastTrades, records, trade, trades } from './samples.js';

const long = {
  type: 'liquidation',
  id: 'dydx:BTC-USD:014f495a0000000200000005',
  exchange: 'dydx',
  symbol: 'BTC-USD',
  asset: 'BTC',
  quote: 'USD',
  time: Date.parse('2024-08-04T07:34:50.628Z'),
  receivedAt: noon,
  side: 'long',
  price: 22.87,
  size: 3.9,
  notionalUsd: 89.193,
};

describe('dYdX trades', () => {
  it('are liquidations when they say so; the side is of the order that closes', () => {
    const rows = [
      trade('0165e5e40000000200000002', 'LIMIT', 'BUY'),
      trade('014f495a0000000200000005', 'LIQUIDATED', 'SELL'),
      trade('014f495a0000000200000008', 'DELEVERAGED', 'BUY'),
      trade('014f495a000000020000000b', 'TWAP_SUBORDER', 'BUY'),
      trade('014f495a000000020000000c', 'TOMORROW', 'BUY'),
    ];
    expect(records(parse(trades('BTC-USD', ...rows)))).toEqual([
      long,
      { ...long, id: 'dydx:BTC-USD:014f495a0000000200000008', side: 'short' },
    ]);
  });

  it('come in lists when batched', () => {
    const batched = (rows: string) =>
      `{"type":"channel_batch_data","connection_id":"c","message_id":32,"id":"BTC-USD","channel":"v4_trades","version":"2.1.0","contents":${rows}}`;
    const row = trade('014f495a0000000200000005', 'LIQUIDATED', 'SELL');
    expect(records(parse(batched(`[{"trades":[]},{"trades":[${row}]}]`)))).toEqual([long]);
  });

  it('of the past, sent on subscribing, are there to fill gaps and are no events', () => {
    const frame = parse(
      pastTrades('BTC-USD', trade('1', 'LIMIT', 'BUY'), trade('014f495a0000000200000005', 'LIQUIDATED', 'SELL')),
    );
    expect(frame).toEqual({ kind: 'records', records: [], backfill: [long] });
  });

  it('of a market in settlement are no liquidations', () => {
    expect(parse(trades('OLD-USD', trade('1', 'DELEVERAGED', 'SELL')))).toEqual({ kind: 'records', records: [] });
  });

  it('of a market nobody listed are a fault once they hold a liquidation', () => {
    expect(parse(trades('NEW-USD', trade('1', 'LIMIT', 'SELL')))).toEqual({ kind: 'records', records: [] });
    const row = trade('1', 'LIQUIDATED', 'SELL');
    expect(faults(parse(trades('NEW-USD', row, row)))).toEqual([
      { kind: 'unknown-instrument', message: expect.stringContaining('NEW-USD') },
    ]);
  });

  it('have an id for each fill, the same at every sight', () => {
    const rows = [trade('0a', 'LIQUIDATED', 'SELL'), trade('0b', 'LIQUIDATED', 'SELL')];
    const ids = records(parse(trades('BTC-USD', ...rows))).map((record) => ('id' in record ? record.id : undefined));
    const past = parse(pastTrades('BTC-USD', ...rows));
    expect(ids).toEqual(['dydx:BTC-USD:0a', 'dydx:BTC-USD:0b']);
    expect(past.kind === 'records' && past.backfill?.map(({ id }) => id)).toEqual(ids);
  });

  it.each([
    ['price', '"NaN"'],
    ['price', '"0"'],
    ['size', '"-3.9"'],
    ['size', 'null'],
    ['side', '"HOLD"'],
    ['createdAt', '"2024-08-04"'],
    ['id', '""'],
    ['id', '"\\u001b[2J"'],
  ])('with %s %s become a fault that names it, and the others stand', (field, value) => {
    const good = trade('014f495a0000000200000005', 'LIQUIDATED', 'SELL');
    const broken = trade('0b', 'LIQUIDATED', 'SELL').replace(new RegExp(`"${field}":"[^"]*"`), `"${field}":${value}`);
    const frame = parse(trades('BTC-USD', broken, good, 'null'));
    expect(records(frame)).toEqual([long]);
    expect(faults(frame).map(({ message }) => message)).toEqual([
      expect.stringMatching(new RegExp(`^BTC-USD: ${field}:`)),
      expect.stringMatching(/^BTC-USD: trade:/),
    ]);
  });

  it('are read only where a forced close is among them, however it is spelled', () => {
    const good = trade('0a', 'LIMIT', 'BUY');
    expect(parse(trades('BTC-USD', good).replace('"LIMIT"', '"LIMIT'))).toEqual({ kind: 'records', records: [] });
    expect(() => parse(trades('BTC-USD', good).slice(0, -1))).toThrow(SyntaxError);
    for (const type of ['LIQUIDATED', 'DELEVERAGED', '\\u004cIQUIDATED']) {
      expect(records(parse(trades('BTC-USD', good, trade('0b', type, 'SELL'))))).toMatchObject([{ id: 'dydx:BTC-USD:0b' }]);
    }
  });

  it('without a market or a list are refused', () => {
    for (const rest of ['"contents":{"trades":[]}', '"id":"BTC-USD","contents":{}', '"id":"BTC-USD","contents":{"trades":{}}']) {
      expect(() => parse(`{"type":"channel_data","channel":"v4_trades",${rest}}`), rest).toThrow(WireError);
    }
  });
});
