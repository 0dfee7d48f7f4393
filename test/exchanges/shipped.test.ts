import { describe, expect, it } from 'vitest';
import { exchangeIds, type Instrument } from '../../src/domain/instrument.js';
import { isPrintable } from '../../src/domain/text.js';
import { splitMultiplier } from '../../src/exchanges/asset.js';
import { shippedInstruments } from '../../src/exchanges/shipped.js';

/** `BTCUSDT_260327`, `BTCUSDT-26DEC25`, `BTC-29DEC23-SWAP`, `BTCUSDH26`: delivery on a day. */
const DATED = /_\d{6}$|-\d{1,2}[A-Z]{3}\d{2}|USD[FGHJKMNQUVXZ]\d{2}$/;

const find = (exchange: Instrument['exchange'], symbol: string): Instrument | undefined =>
  shippedInstruments(exchange).find((instrument) => instrument.symbol === symbol);

describe.each(exchangeIds)('the shipped list of %s', (exchange) => {
  const all = shippedInstruments(exchange);

  it('names every symbol once, printable, and holds no dated contract', () => {
    const symbols = all.map(({ symbol }) => symbol);
    expect(new Set(symbols).size).toBe(symbols.length);
    expect(symbols.filter((symbol) => DATED.test(symbol) || !isPrintable(symbol))).toEqual([]);
    expect(symbols.length).toBeGreaterThan(20);
  });

  it('has upper-case assets, positive sizes and intervals that divide a day', () => {
    for (const instrument of all) {
      expect(instrument.asset, instrument.symbol).toBe(instrument.asset.toUpperCase());
      expect(instrument.asset, instrument.symbol).not.toBe('');
      expect(instrument.contractSize, instrument.symbol).toBeGreaterThan(0);
      expect(instrument.multiplier, instrument.symbol).toBeGreaterThanOrEqual(1);
      const hours = instrument.fundingIntervalHours;
      if (hours !== undefined) expect(24 % hours, instrument.symbol).toBe(0);
    }
  });

  it('takes out of every symbol the multiplier that its spelling carries', () => {
    const head = /^(?:10{3,}|1M)(?=[^\d])|^k(?=[A-Z])/;
    for (const { symbol, asset, multiplier } of all) {
      const written = splitMultiplier(symbol, exchange === 'bybit' ? /^10{3,}(?=[A-Z])|(?<=^[A-Z]+)10{3,}(?=USDT|PERP)/ : head);
      expect(multiplier, symbol).toBe(exchange === 'okx' || exchange === 'dydx' ? 1 : written.multiplier);
      expect(written.asset.startsWith(asset), `${symbol} is about ${asset}`).toBe(true);
    }
  });
});

describe('the shipped lists', () => {
  it.each([
    ['okx', 'BTC-USDT-SWAP', { contractSize: 0.01, kind: 'linear', indexSymbol: 'BTC-USDT' }],
    ['okx', 'ETH-USDT-SWAP', { contractSize: 0.1, kind: 'linear' }],
    ['okx', 'PEPE-USDT-SWAP', { contractSize: 10_000_000, multiplier: 1, asset: 'PEPE' }],
    ['okx', 'IOST-USDT-SWAP', { contractSize: 1000 }],
    ['okx', 'BTC-USD-SWAP', { contractSize: 100, kind: 'inverse', indexSymbol: 'BTC-USD' }],
    ['okx', 'BTC-USDC-SWAP', { contractSize: 0.0001, quote: 'USDC' }],
    ['binance', 'BTCUSD_PERP', { contractSize: 100, kind: 'inverse', indexSymbol: 'BTCUSD', quote: 'USD' }],
    ['binance', 'ETHUSD_PERP', { contractSize: 10, kind: 'inverse', indexSymbol: 'ETHUSD' }],
    ['binance', '1INCHUSDT', { asset: '1INCH', multiplier: 1, contractSize: 1, kind: 'linear' }],
    ['binance', '1000SHIBUSDT', { asset: 'SHIB', multiplier: 1000 }],
    ['binance', '1000000MOGUSDT', { asset: 'MOG', multiplier: 1_000_000 }],
    ['binance', '1MBABYDOGEUSDT', { asset: 'BABYDOGE', multiplier: 1_000_000 }],
    ['binance', 'BTCUSDC', { asset: 'BTC', quote: 'USDC' }],
    ['binance', 'BTCUSDT', { asset: 'BTC', fundingIntervalHours: 8 }],
    ['binance', 'ETHBTC', { asset: 'ETH', quote: 'BTC' }],
    ['bybit', 'BTCPERP', { asset: 'BTC', quote: 'USDC', kind: 'linear' }],
    ['bybit', 'SHIB1000USDT', { asset: 'SHIB', multiplier: 1000 }],
    ['bybit', '10000SATSUSDT', { asset: 'SATS', multiplier: 10_000 }],
    ['bybit', 'BTCUSD', { kind: 'inverse', contractSize: 1, quote: 'USD' }],
    ['deribit', 'BTC-PERPETUAL', { kind: 'inverse', contractSize: 1, fundingIntervalHours: 8 }],
    ['deribit', 'SOL_USDC-PERPETUAL', { kind: 'linear', quote: 'USDC' }],
    ['hyperliquid', 'BTC', { position: 0, fundingIntervalHours: 1 }],
    ['hyperliquid', 'kPEPE', { asset: 'PEPE', multiplier: 1000, position: 15 }],
    ['dydx', 'BTC-USD', { asset: 'BTC', quote: 'USD', fundingIntervalHours: 1 }],
  ] as const)('%s knows %s', (exchange, symbol, facts) => {
    expect(find(exchange, symbol)).toMatchObject(facts);
  });

  it('give no interval to a symbol whose interval changed over the years', () => {
    expect(find('binance', 'SOLUSDT')).toBeDefined();
    expect(find('binance', 'SOLUSDT')).not.toHaveProperty('fundingIntervalHours');
  });

  it('fill every place of the Hyperliquid universe, in order', () => {
    const all = shippedInstruments('hyperliquid');
    expect(all.map(({ position }) => position)).toEqual(all.map((_, index) => index));
  });

  it('show a permissionless market by its name, not by its address', () => {
    const long = shippedInstruments('dydx').filter(({ symbol }) => symbol.includes(','));
    expect(long.length).toBeGreaterThan(0);
    for (const { symbol, asset } of long) expect(symbol.startsWith(`${asset},`)).toBe(true);
  });
});
