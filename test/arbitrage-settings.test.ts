import { describe, expect, it } from 'vitest';
import { arbitrageOptions } from '../src/arbitrage-settings.js';
import { defaultMarketSettings } from '../src/market/options.js';
import { defaultSettings, parseSetting, settingHelp } from '../src/settings.js';

describe('the settings of arbitrage', () => {
  it('are by default what the market takes by itself', () => {
    expect({ ...defaultMarketSettings.arbitrage, ...arbitrageOptions(defaultSettings) }).toEqual(defaultMarketSettings.arbitrage);
  });

  it('are in the units of people, and become those of the market', () => {
    const settings = {
      ...defaultSettings,
      'arbitrage.holdDays': 0.5,
      'arbitrage.cooldownSeconds': 90,
      'arbitrage.slippage': 0.0002,
    };
    expect(arbitrageOptions({ ...settings, 'arbitrage.takerFees.okx': 0.0003 })).toMatchObject({
      holdHours: 12,
      cooldownMs: 90_000,
      slippage: 0.0002,
      takerFees: { okx: 0.0003, bybit: 0.00055 },
    });
  });

  it('say of which month the fees are', () => {
    expect(settingHelp['arbitrage.takerFees.dydx']).toMatch(/the lowest tier as listed in \w+ 20\d\d$/);
  });

  it.each([
    ['arbitrage.maxBreakEvenHours', '0', 'a number of hours from 1 to 87600'],
    ['arbitrage.holdDays', '0', 'a number of days, more than 0 and at most 3650'],
    ['arbitrage.slippage', '-0.1', 'a fraction of 0 or more'],
    ['arbitrage.evaluations', '1.5', 'a whole number from 1 to 600'],
    ['arbitrage.evaluations', '0', 'a whole number from 1 to 600'],
    ['arbitrage.cooldownSeconds', '-1', 'a number of seconds from 0 to 86400'],
    ['arbitrage.takerFees.okx', 'free', 'a fraction such as 0.00005'],
  ] as const)('%s is refused as %s', (key, text, expected) => {
    expect(() => parseSetting(key, text)).toThrow(`${key}: expected ${expected}, found '${text}'`);
  });
});
