import { describe, expect, it } from 'vitest';
import { WireError } from '../../../src/domain/errors.js';
import { hyperliquid } from '../../../src/exchanges/hyperliquid/adapter.js';
import { btc, listed, meta } from './samples.js';

describe('Hyperliquid instruments', () => {
  it('keep their case and place, with the k taken out of the asset', () => {
    expect(
      listed.map(({ symbol, asset, multiplier, position, isTrading }) => [symbol, asset, multiplier, position, isTrading]),
    ).toEqual([
      ['BTC', 'BTC', 1, 0, true],
      ['MATIC', 'MATIC', 1, 1, false],
      ['kPEPE', 'PEPE', 1000, 2, true],
      ['0G', '0G', 1, 3, true],
    ]);
    expect(
      listed.every(({ quote, kind, fundingIntervalHours }) => quote === 'USD' && kind === 'linear' && fundingIntervalHours === 1),
    ).toBe(true);
  });

  it('come from every answer that holds a universe, builder dexes left out', () => {
    const all =
      '[{"collateralToken":0,"marginTables":[],"universe":[{"maxLeverage":40,"name":"BTC","szDecimals":5}]},{"collateralToken":360,"marginTables":[],"universe":[{"growthMode":"enabled","maxLeverage":20,"name":"km:US500","szDecimals":3}]},{"collateralToken":235,"marginTables":[],"universe":[{"growthMode":"enabled","maxLeverage":20,"name":"hyna:BTC","szDecimals":5}]}]';
    const perpDexs = '[null,{"name":"xyz","fullName":"XYZ","assetToStreamingOiCap":[]}]';
    expect(hyperliquid.instruments.parse([perpDexs, all]).map(({ symbol }) => symbol)).toEqual(['BTC']);
    expect(hyperliquid.instruments.parse([`[${meta},[${btc}]]`])).toEqual(listed);
  });

  it('leave out a row that is broken, and keep the place of the others', () => {
    const broken = '{"universe":[{"name":"BTC"},null,{"name":"\\u001b[31mX"},{"szDecimals":1},{"name":"ETH"}]}';
    expect(hyperliquid.instruments.parse([broken]).map(({ symbol, position }) => [symbol, position])).toEqual([
      ['BTC', 0],
      ['ETH', 4],
    ]);
  });

  it.each([
    '<html>Access denied</html>',
    'Failed to deserialize the JSON body',
    '{"error":"no"}',
    '[]',
    '[{"coin":"BTC"}]',
    '7',
    'null',
  ])('are refused in %j, which is named', (body) => {
    expect(() => hyperliquid.instruments.parse([meta, body])).toThrow(WireError);
    expect(() => hyperliquid.instruments.parse([body])).toThrow(body.slice(0, 10));
  });
});
