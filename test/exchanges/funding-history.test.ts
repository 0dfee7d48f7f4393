import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WireError } from '../../src/domain/errors.js';
import { type ExchangeId, exchangeIds, type Instrument } from '../../src/domain/instrument.js';
import type { FundingPayment } from '../../src/domain/record.js';
import type { FundingHistorySource, HttpRequest } from '../../src/exchanges/adapter.js';
import { adapters } from '../../src/exchanges/registry.js';
import { isSymbol } from '../../src/exchanges/wire.js';

interface Fixture {
  readonly source: string;
  readonly symbol: string;
  readonly raw: unknown;
  readonly expected: readonly FundingPayment[];
}

function fixtures(exchange: ExchangeId): readonly Fixture[] {
  return JSON.parse(readFileSync(`test/fixtures/history/${exchange}.json`, 'utf8'));
}

function historyOf(exchange: ExchangeId): FundingHistorySource {
  const { history } = adapters[exchange];
  if (history === undefined) throw new Error(`${exchange} has no history`);
  return history;
}

function instrument(exchange: ExchangeId, symbol: string, kind: Instrument['kind'] = 'linear'): Instrument {
  if (!isSymbol(symbol)) throw new Error(`no symbol: ${symbol}`);
  return { exchange, symbol, asset: 'BTC', quote: 'USDT', kind, contractSize: 1, multiplier: 1, isTrading: true };
}

describe.each(exchangeIds)('%s', (exchange) => {
  const { parse, request } = historyOf(exchange);

  test.each(fixtures(exchange))('reads what $source shows', ({ symbol, raw, expected }) => {
    const page = parse(JSON.stringify(raw), instrument(exchange, symbol));
    const times = expected.map(({ time }) => time);
    expect(page).toEqual({
      payments: expected,
      faults: [],
      rows: { fromTime: Math.min(...times), toTime: Math.max(...times) },
    });
  });

  test('takes an answer without rows for an empty one', () => {
    const [fixture] = fixtures(exchange);
    const empty = JSON.stringify(fixture?.raw).replace(/\[\{.*\}\]/, '[]');
    expect(parse(empty, instrument(exchange, 'X'))).toEqual({ payments: [], faults: [] });
  });

  test('leaves a broken row out, and names it', () => {
    const [fixture] = fixtures(exchange);
    const text = JSON.stringify(fixture?.raw).replace('[{', '[{"time":"\\u001b[2J"},{');
    const page = parse(text, instrument(exchange, 'X'));
    expect(page.payments).toEqual(fixture?.expected);
    expect(page.faults).toHaveLength(1);
    expect(page.faults[0]).toMatch(/^history X: \w+: expected /);
  });

  test.each(['', 'null', '[1]', '{}', '<html>', '{"data":1}', '{"result":null}', '[{"a":1}]'])('refuses %j', (body) => {
    expect(() => parse(body, instrument(exchange, 'X'))).toThrow(WireError);
  });

  test('never makes a payment of what is no number and no time', () => {
    const [fixture] = fixtures(exchange);
    const text = JSON.stringify(fixture?.raw);
    const numbers = [...text.matchAll(/(?<=":"?)-?[\d.T:e-]+Z?(?="?[,}])/g)];
    fc.assert(
      fc.property(fc.constantFrom(...numbers), fc.oneof(fc.string(), fc.double(), fc.constant(null)), (match, value) => {
        const start = text[match.index - 1] === '"' ? match.index - 1 : match.index;
        const end = start === match.index ? start + match[0].length : start + match[0].length + 2;
        const changed = text.slice(0, start) + (JSON.stringify(value) ?? 'null') + text.slice(end);
        try {
          for (const { time, fundingRate } of parse(changed, instrument(exchange, 'X')).payments) {
            expect(Number.isInteger(time) && Number.isFinite(fundingRate)).toBe(true);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
        }
      }),
    );
  });

  test('asks for nothing dearer than its budget', () => {
    const toTime = Date.UTC(2026, 10, 21, 8);
    const asked = request(instrument(exchange, 'X'), { fromTime: toTime - 30 * 86_400_000, toTime });
    expect(asked.weight).toBeLessThanOrEqual(adapters[exchange].restBudget.weight);
  });
});

describe('requests', () => {
  const toTime = Date.UTC(2026, 10, 21, 8);
  const day = { fromTime: toTime - 86_400_000, toTime };
  const month = { fromTime: toTime - 30 * 86_400_000, toTime };

  test.each<[string, Instrument, typeof day, HttpRequest]>([
    [
      'Binance USD-M',
      instrument('binance', '币安人生USDT'),
      day,
      {
        url: 'https://fapi.binance.com/fapi/v1/fundingRate?symbol=%E5%B8%81%E5%AE%89%E4%BA%BA%E7%94%9FUSDT&startTime=1795161600000&endTime=1795248000000&limit=1000',
        weight: 0,
      },
    ],
    [
      'Binance COIN-M',
      instrument('binance', 'BTCUSD_PERP', 'inverse'),
      day,
      {
        url: 'https://dapi.binance.com/dapi/v1/fundingRate?symbol=BTCUSD_PERP&startTime=1795161600000&endTime=1795248000000&limit=1000',
        weight: 0,
      },
    ],
    [
      'Bybit',
      instrument('bybit', 'BTCUSD', 'inverse'),
      day,
      {
        url: 'https://api.bybit.com/v5/market/funding/history?category=inverse&symbol=BTCUSD&startTime=1795161600000&endTime=1795248000000&limit=200',
        weight: 1,
      },
    ],
    [
      'OKX: those before a moment, no more than the time has room for',
      instrument('okx', 'BTC-USDT-SWAP'),
      day,
      {
        url: 'https://openapi.okx.com/api/v5/public/funding-rate-history?instId=BTC-USDT-SWAP&after=1795248000001&limit=25',
        weight: 1,
      },
    ],
    [
      'OKX, at most 400',
      instrument('okx', 'BTC-USDT-SWAP'),
      month,
      {
        url: 'https://openapi.okx.com/api/v5/public/funding-rate-history?instId=BTC-USDT-SWAP&after=1795248000001&limit=400',
        weight: 1,
      },
    ],
    [
      'Deribit',
      instrument('deribit', 'BTC-PERPETUAL'),
      day,
      {
        url: 'https://www.deribit.com/api/v2/public/get_funding_rate_history?instrument_name=BTC-PERPETUAL&start_timestamp=1795161600000&end_timestamp=1795248000000',
        weight: 1,
      },
    ],
    [
      'Hyperliquid, dearer by one for twenty rows',
      instrument('hyperliquid', 'kPEPE'),
      day,
      {
        url: 'https://api.hyperliquid.xyz/info',
        method: 'POST',
        body: '{"type":"fundingHistory","coin":"kPEPE","startTime":1795161600000,"endTime":1795248000000}',
        weight: 22,
      },
    ],
    [
      'dYdX',
      instrument('dydx', 'NAME,RAYDIUM,abc-USD'),
      month,
      {
        url: 'https://indexer.dydx.trade/v4/historicalFunding/NAME%2CRAYDIUM%2Cabc-USD?limit=721&effectiveBeforeOrAt=2026-11-21T08%3A00%3A00.000Z',
        weight: 1,
      },
    ],
  ])('%s', (_name, of, range, expected) => {
    expect(historyOf(of.exchange).request(of, range)).toEqual(expected);
  });
});

describe('errors in the words of the exchange', () => {
  test.each<[ExchangeId, string, string]>([
    ['binance', '{"code":-1121,"msg":"Invalid symbol."}', 'binance says: Invalid symbol. (code -1121)'],
    ['bybit', '{"retCode":10006,"retMsg":"Too many visits!","result":{}}', 'Bybit answers 10006: Too many visits!'],
    ['okx', '{"code":"50011","data":[],"msg":"Too Many Requests"}', 'OKX answers 50011: Too Many Requests'],
    [
      'deribit',
      '{"jsonrpc":"2.0","error":{"code":10028,"message":"too_many_requests"}}',
      'deribit says: too_many_requests (code 10028)',
    ],
  ])('%s', (exchange, body, words) => {
    expect(() => historyOf(exchange).parse(body, instrument(exchange, 'X'))).toThrow(words);
  });
});

test('a special charge for a dividend is no funding, but counts as a row', () => {
  const rows = [
    { symbol: 'TSLAUSDT', fundingRate: '0.00010000', fundingTime: 1_795_219_200_000, rateType: 'Regular' },
    { symbol: 'TSLAUSDT', fundingRate: '0.02000000', fundingTime: 1_795_248_000_000, rateType: 'Special' },
  ];
  expect(historyOf('binance').parse(JSON.stringify(rows), instrument('binance', 'TSLAUSDT'))).toEqual({
    payments: [{ time: 1_795_219_200_000, fundingRate: 0.0001 }],
    faults: [],
    rows: { fromTime: 1_795_219_200_000, toTime: 1_795_248_000_000 },
  });
});

test('without a realised rate OKX’s stated one is taken', () => {
  const data = [{ fundingRate: '0.0001', fundingTime: '1795248000000', instId: 'BTC-USDT-SWAP', realizedRate: '' }];
  const { payments } = historyOf('okx').parse(JSON.stringify({ code: '0', data, msg: '' }), instrument('okx', 'BTC-USDT-SWAP'));
  expect(payments).toEqual([{ time: 1_795_248_000_000, fundingRate: 0.0001 }]);
});
