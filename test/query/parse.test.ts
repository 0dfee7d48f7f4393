import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/domain/errors.js';
import { parseQuery } from '../../src/query/parse.js';
import { printQuery } from '../../src/query/print.js';
import type { Query } from '../../src/query/query.js';
import { sourceIds } from '../../src/query/query.js';
import { sources } from '../../src/query/sources.js';
import { queries } from './queries.js';

function refusal(text: string): string {
  try {
    parseQuery(text);
  } catch (error) {
    if (error instanceof UsageError) return `${error.message} | ${error.hint ?? ''}`;
    throw error;
  }
  return 'accepted';
}

const understood: readonly (readonly [text: string, query: Query])[] = [
  ['funding', { source: 'funding', filters: [], group: [] }],
  [
    'funding asset=SOL sort=-rate8h limit=5',
    {
      source: 'funding',
      filters: [{ field: 'asset', comparison: '=', values: ['SOL'] }],
      group: [],
      sort: { field: 'rate8h', isDescending: true },
      limit: 5,
    },
  ],
  [
    '  FUNDING  Coin = sol   EXCHANGE != Binance , okx ',
    {
      source: 'funding',
      filters: [
        { field: 'asset', comparison: '=', values: ['SOL'] },
        { field: 'exchange', comparison: '!=', values: ['binance', 'okx'] },
      ],
      group: [],
    },
  ],
  [
    'liquidations notional>250k side=LONG tier>=high since=5m group=exchange,side sort=-count',
    {
      source: 'liquidations',
      filters: [
        { field: 'notionalUsd', comparison: '>', values: [250_000] },
        { field: 'side', comparison: '=', values: ['long'] },
        { field: 'tier', comparison: '>=', values: ['HIGH'] },
      ],
      sinceMs: 300_000,
      group: ['exchange', 'side'],
      sort: { field: 'count', isDescending: true },
    },
  ],
  [
    'funding apr>20% rate<-0.01% basis>=5bp next<1h interval=1h,8 stale=no oi>$1.5b',
    {
      source: 'funding',
      filters: [
        { field: 'apr', comparison: '>', values: [0.2] },
        { field: 'fundingRate', comparison: '<', values: [-0.0001] },
        { field: 'basis', comparison: '>=', values: [0.0005] },
        { field: 'nextFundingTime', comparison: '<', values: [3_600_000] },
        { field: 'fundingIntervalHours', comparison: '=', values: [1, 8] },
        { field: 'isStale', comparison: '=', values: ['no'] },
        { field: 'openInterestUsd', comparison: '>', values: [1_500_000_000] },
      ],
      group: [],
    },
  ],
  [
    'funding asset=币安人生',
    { source: 'funding', filters: [{ field: 'asset', comparison: '=', values: ['币安人生'] }], group: [] },
  ],
];

const canonical: readonly (readonly [text: string, printed: string])[] = [
  ['funding coin=sol sort=-8h', 'funding asset=SOL sort=-rate8h'],
  ['liquidations notional>=1500000 since=300s', 'liquidations notionalUsd>=1.5m since=5m'],
  ['funding apr>0.2 basis<0.0005 rate!=0.1%', 'funding apr>20% basis<5bp fundingRate!=0.1%'],
  ['funding limit=3 sort=apr asset=BTC,eth', 'funding asset=BTC,ETH sort=apr limit=3'],
  ['arbitrage breakeven<3d spread>0.02%', 'arbitrage breakEvenHours<72h spread8h>0.02%'],
  ['feeds lag>1.5s', 'feeds lagMs>1500ms'],
];

const refused: readonly (readonly [text: string, message: string])[] = [
  [
    '',
    'a query begins with one of funding, liquidations, arbitrage, alerts, feeds, found the end | such as funding asset=SOL sort=-rate8h limit=5',
  ],
  [
    'fundin asset=SOL',
    "a query begins with one of funding, liquidations, arbitrage, alerts, feeds, found 'fundin' at 1 | did you mean funding?",
  ],
  [
    'fundin SOL',
    "a query begins with one of funding, liquidations, arbitrage, alerts, feeds, found 'fundin' at 1 | did you mean funding?",
  ],
  ['funding exchnge', "after 'exchnge' at 9 comes one of = != < <= > >=, found the end | such as asset=SOL or apr>20%"],
  ['funding exchnge=okx asset', "'exchnge' at 9 is no field of funding | did you mean exchange?"],
  ['funding exchnge=okx', "'exchnge' at 9 is no field of funding | did you mean exchange?"],
  [
    'feeds asset=SOL',
    "'asset' at 7 is no field of feeds | there is exchange, state, reason, sinceTime, messagesPerSecond, messageCount, lagMs, lagP99Ms, unreadCount, reconnectCount, lastMessageTime",
  ],
  ['funding SOL', "after 'SOL' at 9 comes one of = != < <= > >=, found the end | did you mean asset=SOL?"],
  ['funding okx limit=1', "after 'okx' at 9 comes one of = != < <= > >=, found 'limit' at 13 | did you mean exchange=okx?"],
  ['funding asset=', "'asset' at 9 needs a value, found the end | "],
  ['funding asset=,BTC', "'asset' at 9 needs a value, found ',' at 15 | "],
  ['funding asset=BTC,', "'asset' at 9 needs a value, found the end | "],
  ['funding =BTC', "a field's name was expected, found '=' at 9 | such as asset=SOL"],
  ['funding exchange=mtgox', "exchange takes one of binance, bybit, okx, deribit, hyperliquid, dydx, found 'mtgox' at 18 | "],
  [
    'funding exchange=binanc',
    "exchange takes one of binance, bybit, okx, deribit, hyperliquid, dydx, found 'binanc' at 18 | did you mean binance?",
  ],
  [
    'funding exchange>okx',
    "'exchange' at 9 takes = or !=, found > | it is one of binance, bybit, okx, deribit, hyperliquid, dydx",
  ],
  ['funding apr>lots', "apr takes a fraction such as 0.01%, 5bp or 0.0001, found 'lots' at 13 | "],
  ['funding apr>5m', "apr takes a fraction such as 0.01%, 5bp or 0.0001, found '5m' at 13 | "],
  ['funding apr>1%,2%', "'apr' at 9 > takes one value, found 2 | "],
  ['funding next<5', "nextFundingTime takes a duration such as 30s, 5m or 2h, found '5' at 14 | "],
  ['liquidations since=-5m', "since takes a duration such as 30s, 5m or 2h, found '-5m' at 20 | "],
  ['liquidations since>5m', "'since' at 14 takes =, found > | "],
  ['liquidations reason=x', "'reason' at 14 is text: it is shown, but cannot be compared | "],
  ['liquidations sort=-notinal', "'notinal' at 19 is no field of liquidations | did you mean notional?"],
  ['liquidations sort=reason', "'reason' at 19 is text: it cannot be sorted by | "],
  ['liquidations group=price', "'price' at 20 cannot be grouped by | there is exchange, asset, symbol, quote, side, tier, by"],
  ['liquidations group=side,side', "'group' at 14 has one field twice | "],
  [
    'liquidations group=side sort=price',
    "'price' at 30 is no field of liquidations | there is side, notionalUsd, largestUsd, count",
  ],
  ['liquidations group=side,tier,asset', "'group' at 14 takes at most 2, found 3 | "],
  ['funding limit=0', "limit takes a number from 1 to 10000, found '0' at 15 | "],
  ['funding limit=1e3', "limit takes a number from 1 to 10000, found '1e3' at 15 | "],
  ['funding limit=5 limit=6', "'limit' at 17 is there a second time | leave one out"],
  ['funding asset=\u001b[2J', "asset takes a name, found '·[2J' at 15 | "],
  [`funding ${'asset=BTC '.repeat(13)}`, 'a query has at most 12 filters, found 13 | '],
  [`funding asset=${Array.from({ length: 21 }, () => 'BTC').join(',')}`, "'asset' at 9 takes at most 20 values, found 21 | "],
  ['funding '.padEnd(401, 'x'), 'a query has at most 400 characters, found 401 | '],
];

describe('a query', () => {
  it.each(understood)('%s', (text, query) => {
    expect(parseQuery(text)).toEqual(query);
  });

  it.each(canonical)('%s is printed as %s', (text, printed) => {
    expect(printQuery(parseQuery(text))).toBe(printed);
  });

  it.each(refused)('%j is refused with the word, its place and what was expected', (text, message) => {
    expect(refusal(text)).toBe(message);
  });

  it('reads back as it was printed', () => {
    fc.assert(
      fc.property(queries, (query) => {
        expect(parseQuery(printQuery(query))).toEqual(query);
      }),
      { numRuns: 500 },
    );
  });

  it('of any text is understood or refused, never anything else', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...sourceIds,
        'asset',
        'apr',
        'sort',
        'limit',
        'group',
        'since',
        '=',
        '!=',
        '<',
        '>=',
        ',',
        ' ',
        '-',
        '5m',
        '20%',
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        expect(typeof refusal(pieces.join(''))).toBe('string');
      }),
      { numRuns: 500 },
    );
  });

  it('refuses a long one at once, whatever it is made of', () => {
    const started = performance.now();
    for (const filler of [' ', 'a', '=', ',', '<=', 'a=', '-'.repeat(9)]) refusal(filler.repeat(100_000));
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('the tables of the grammar', () => {
  it.each(Object.values(sources))('name each field of $id once, aliases included', ({ fields }) => {
    const names = fields.flatMap(({ name, aliases }) => [name.toLowerCase(), ...aliases]);
    expect(names).toEqual([...new Set(names)]);
    for (const setting of ['since', 'group', 'sort', 'limit']) expect(names).not.toContain(setting);
  });

  it.each(Object.values(sources))('compute over fields that $id has', ({ fields, aggregates, timeField }) => {
    const names = fields.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([timeField, ...aggregates.map(({ of }) => of)]));
  });
});
