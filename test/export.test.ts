import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { fundingCsv, fundingJson, fundingTable, fundingText } from '../src/export.js';
import { fullFundingRow, fundingRow, SAMPLE_TIME, sampleSnapshot } from './support/sample-snapshot.js';

const full = fullFundingRow('binance', 'BTCUSDT', 0.0001, 8);
/** Only the rate is known. */
const bare = fundingRow('okx', 'ETH-USDT-SWAP', { asset: 'ETH', fundingRate: -0.000004 });
const wide = fullFundingRow('binance', '币安人生USDT', -0.0012, 4, { asset: '币安人生' });

/** RFC 4180, written here from the standard and not from the code under test. */
function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

describe('the funding table', () => {
  it('has every instrument that told a rate, by asset in the snapshot’s order', () => {
    const rateless = fundingRow('dydx', 'BTC-USD', { markPrice: 1 });
    const funding = new Map([
      ['ETH', [bare]],
      ['BTC', [full, rateless]],
    ]);
    const assets = ['BTC', 'ETH', 'GONE'].map((asset) => ({ asset, instrumentCount: 1 }));
    expect(fundingTable(sampleSnapshot({ funding, assets }))).toEqual([full, bare]);
  });
});

describe('as JSON', () => {
  it('a value nobody told is absent: no null, no zero', () => {
    expect(JSON.parse(fundingJson([bare]))).toEqual([
      {
        exchange: 'okx',
        symbol: 'ETH-USDT-SWAP',
        asset: 'ETH',
        quote: 'USDT',
        receivedAt: SAMPLE_TIME - 300,
        fundingRate: -0.000004,
      },
    ]);
  });

  it('is one row a line, and a list when there is none', () => {
    expect(fundingJson([full, bare, wide]).split('\n')).toHaveLength(6);
    expect(JSON.parse(fundingJson([]))).toEqual([]);
  });
});

describe('as CSV', () => {
  it('reads back to the same numbers, with nothing where nothing was told', () => {
    const [head = [], ...rows] = parseCsv(fundingCsv([full, bare]));
    const [first, second] = rows.map((row) => Object.fromEntries(row.map((value, column) => [head[column], value])));
    expect(rows.map((row) => row.length)).toEqual([head.length, head.length]);
    expect(Number(first?.['markPrice'])).toBe(full.markPrice);
    expect(Number(first?.['nextFundingTime'])).toBe(full.nextFundingTime);
    expect(second).toMatchObject({ symbol: 'ETH-USDT-SWAP', fundingRate: '-0.000004', fundingIntervalHours: '', apr: '' });
  });

  it('quotes what would break a row', () => {
    const odd = fundingRow('dydx', 'A","B,C', { fundingRate: 0.1 });
    const [, row] = parseCsv(fundingCsv([odd]));
    expect(row?.[1]).toBe('A","B,C');
    expect(fundingCsv([odd])).toContain('"A"",""B,C"');
  });
});

describe('as text', () => {
  it('keeps its columns under wide symbols', () => {
    const lines = fundingText([full, wide, bare]).trimEnd().split('\n');
    const end = (line: string, word: string): number => stringWidth(line.slice(0, line.indexOf(word) + word.length));
    const [head = '', first = '', second = ''] = lines;
    expect(end(first, '+0.01000%')).toBe(end(head, 'RATE'));
    expect(end(second, '-0.06000%')).toBe(end(head, 'RATE'));
  });

  it('shows a dash for what nobody told, and says continuous only of what accrues all the time', () => {
    const continuous = fundingRow('deribit', 'BTC-PERPETUAL', { fundingRate: 0.00002, instantFundingRate: 0 });
    const [, unknown = '', accruing = ''] = fundingText([bare, continuous]).split('\n');
    expect(unknown).toMatch(/ETH-USDT-SWAP +-0\.00040% +\? +– +– +– +– +– +– +–$/);
    expect(accruing).toContain('continuous');
  });

  it('is a heading alone when there is nothing', () => {
    expect(fundingText([])).toMatch(/^ASSET .*VOLUME 24H\n$/);
  });
});
