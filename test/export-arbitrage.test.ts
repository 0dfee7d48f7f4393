import { describe, expect, it } from 'vitest';
import { arbitrageCsv, arbitrageJson, arbitrageText } from '../src/export-arbitrage.js';
import { arbitrageRow, native } from './support/sample-snapshot.js';

const sol = arbitrageRow('SOL', 0.000212, 'dydx', 'bybit');
const { nextFundingTime: _, markPrice: __, ...bare } = sol.long;
const { priceGap: ___, breakEvenHours: ____, netApr: _____, cashFlow24h: ______, ...gross } = sol.economics;
const unknown = { ...sol, asset: 'A,B', long: { ...bare, symbol: native('A"B') }, economics: gross };

const leg = 'exchange,symbol,quote,fundingRate,fundingIntervalHours,rate8h,nextFundingTime,markPrice'.split(',');
const named = (side: string): string => leg.map((name) => side + name.charAt(0).toUpperCase() + name.slice(1)).join(',');

describe('the arbitrage table as text', () => {
  it('is JSON with the contract’s words, and nothing for what is not known', () => {
    const [first, second] = JSON.parse(arbitrageJson([sol, unknown]));
    expect(first).toEqual({
      type: 'arbitrage',
      asset: 'SOL',
      long: {
        ...{ exchange: 'dydx', symbol: 'SOL-USD', quote: 'USD', fundingRate: -0.000004, fundingIntervalHours: 1 },
        ...{ rate8h: -0.000032, nextFundingTime: 1_700_003_539_000, markPrice: 99.97 },
      },
      short: {
        ...{ exchange: 'bybit', symbol: 'SOLUSDT', quote: 'USDT', fundingRate: 0.00018, fundingIntervalHours: 8 },
        ...{ rate8h: 0.00018, nextFundingTime: 1_700_028_739_000, markPrice: 100 },
      },
      ...{ spread8h: 0.000212, spreadApr: 0.23214, feesRoundTrip: 0.0021, priceGap: -0.000300045007 },
      ...{ breakEvenHours: expect.closeTo(67.9228, 4), netApr: expect.closeTo(0.138286, 5), cashFlow24h: 0.000636 },
    });
    for (const name of ['priceGap', 'breakEvenHours', 'netApr', 'cashFlow24h']) expect(second).not.toHaveProperty(name);
    expect(second.long).not.toHaveProperty('markPrice');
    expect(arbitrageJson([])).toBe('[]\n');
  });

  it('is one pair a line, and says nothing of an alert: that is a matter of seconds', () => {
    expect(arbitrageJson([sol, sol]).split('\n')).toHaveLength(5);
    expect(arbitrageJson([sol])).not.toContain('raisedTime');
  });

  it('is CSV with a heading; quoted where it must be, empty where nothing is known', () => {
    const [head, first, second] = arbitrageCsv([sol, unknown]).split('\n');
    expect(head).toBe(
      `asset,${named('long')},${named('short')},spread8h,spreadApr,feesRoundTrip,priceGap,breakEvenHours,netApr,cashFlow24h`,
    );
    expect(first).toMatch(/^SOL,dydx,SOL-USD,USD,-0\.000004,1,-0\.000032,1700003539000,99\.97,bybit,SOLUSDT,USDT,0\.00018,8,/);
    expect(second).toMatch(/^"A,B",dydx,"A""B",USD,-0\.000004,1,-0\.000032,,,bybit,.*,0\.000212,0\.23214,0\.0021,,,,$/);
  });

  it('is columns for people', () => {
    const [head, first, second] = arbitrageText([sol, unknown]).split('\n');
    expect(head).toMatch(/^ASSET +LONG +SYMBOL +QUOTE +RATE +INT +NEXT \(UTC\) +SHORT .* BREAK-EVEN +NET APR +CASH 24H$/);
    expect(first?.replace(/ +/g, ' ')).toBe(
      'SOL dydx SOL-USD USD -0.00040% 1h 11-14 23:12 bybit SOLUSDT USDT +0.01800% 8h 11-15 06:12 +0.0212% +23.21% +0.2100% -0.0300% 68h +13.83% +0.0636%',
    );
    expect(second).toMatch(/\+0\.2100% +– +– +– +–$/);
  });
});
