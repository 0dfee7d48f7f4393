import { describe, expect, it } from 'vitest';
import { amountOfAsset } from '../src/model-settings.js';
import { parseSetting } from '../src/settings.js';

describe('the least notional of single assets', () => {
  it('is written as a list of ASSET=USD, in any case and with any blanks', () => {
    expect(parseSetting('llm.assetMinNotionalUsd', 'pepe = 1e5, BTC=2000000')).toEqual(['PEPE=100000', 'BTC=2000000']);
    expect(parseSetting('llm.assetMinNotionalUsd', '')).toEqual([]);
  });

  it.each(['PEPE', 'PEPE=', '=5', 'PEPE=-5', 'PEPE=0x10', 'PEPE=1e999', 'PEPE=Infinity', 'PEPE=5,pepe=6', 'A\u001bB=5'])(
    'is refused as %j',
    (text) => {
      expect(() => parseSetting('llm.assetMinNotionalUsd', text)).toThrow(
        'llm.assetMinNotionalUsd: expected an amount in USD for each asset once, such as PEPE=100000,BTC=2e6',
      );
    },
  );

  it('is read back as asset and amount', () => {
    expect(amountOfAsset('PEPE=100000')).toEqual(['PEPE', 100_000]);
  });
});

describe('limits and budgets', () => {
  it.each([
    ['llm.concurrency', '0', 'a whole number from 1 to 32'],
    ['llm.concurrency', '1.5', 'a whole number from 1 to 32'],
    ['llm.requestsPerMinute', '10001', 'a whole number from 1 to 10000'],
    ['llm.dailyBudgetUsd', '-1', 'an amount in USD, 0 or more'],
    ['llm.dailyBudgetTokens', '0.5', 'a whole number of tokens, 0 or more'],
  ] as const)('%s is refused as %s', (key, text, expected) => {
    expect(() => parseSetting(key, text)).toThrow(`${key}: expected ${expected}, found '${text}'`);
  });

  it('may be nothing: then nothing is asked', () => {
    expect(parseSetting('llm.dailyBudgetUsd', '0')).toBe(0);
    expect(parseSetting('llm.dailyBudgetTokens', '0')).toBe(0);
  });
});
