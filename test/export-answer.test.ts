import { describe, expect, it } from 'vitest';
import type { QueryTable } from '../src/domain/query-table.js';
import { answerCsv, answerJson, answerSummary, answerText } from '../src/export-answer.js';
import { parseQuery } from '../src/query/parse.js';
import { runQuery } from '../src/query/run.js';
import { SAMPLE_TIME, sampleSnapshot } from './support/sample-snapshot.js';

const table: QueryTable = {
  query: 'funding asset=SOL',
  columns: [
    { name: 'exchange', kind: 'word', priority: 1 },
    { name: 'fundingIntervalHours', kind: 'interval-hours', priority: 3 },
    { name: 'rate8h', kind: 'rate8h', priority: 2 },
    { name: 'isStale', kind: 'yes-no' },
    { name: 'message', kind: 'text', priority: 4 },
  ],
  rows: [
    ['okx', 8, 0.0001, false, 'a "quoted", word'],
    ['dydx', undefined, undefined, true, 'x\u001b[31m'],
  ],
  rowCount: 7,
  fromTime: SAMPLE_TIME - 15_000,
  toTime: SAMPLE_TIME,
  notes: ['something to know'],
};

describe('an answer', () => {
  it('is columns for a person, with its count, its span and what to know', () => {
    expect(answerText(table).split('\n')).toEqual([
      'exchange  fundingIntervalHours    rate8h  message',
      'okx                         8h  +0.0100%  a "quoted", word',
      'dydx                         ?         –  x·[31m',
      '',
      '2 of 7 rows, 2023-11-14 22:13:05Z to 22:13:20Z (15 s)',
      'something to know',
      '',
    ]);
  });

  it('is one object for a program, where what nobody told is absent', () => {
    const text = answerJson(table, { model: 'm' });
    expect(JSON.parse(text)).toEqual({
      query: 'funding asset=SOL',
      model: 'm',
      rowCount: 7,
      fromTime: SAMPLE_TIME - 15_000,
      toTime: SAMPLE_TIME,
      notes: ['something to know'],
      rows: [
        { exchange: 'okx', fundingIntervalHours: 8, rate8h: 0.0001, isStale: false, message: 'a "quoted", word' },
        { exchange: 'dydx', isStale: true, message: 'x\u001b[31m' },
      ],
    });
    expect(text).not.toContain('\u001b');
    expect(JSON.parse(answerJson({ ...table, rows: [], rowCount: 0, notes: [] }))).toEqual({
      query: 'funding asset=SOL',
      rowCount: 0,
      fromTime: SAMPLE_TIME - 15_000,
      toTime: SAMPLE_TIME,
      rows: [],
    });
  });

  it('is every field as CSV, nothing where nothing was told', () => {
    expect(answerCsv({ ...table, rows: table.rows.slice(0, 1) })).toBe(
      'exchange,fundingIntervalHours,rate8h,isStale,message\nokx,8,0.0001,false,"a ""quoted"", word"\n',
    );
    expect(answerCsv(table).split('\n')[2]).toMatch(/^dydx,,,true,/);
  });

  it.each([
    [{ rowCount: 1, rows: [[]] }, '1 row, 2023-11-14 22:13:05Z to 22:13:20Z (15 s)'],
    [{ rowCount: 0, rows: [] }, '0 rows, 2023-11-14 22:13:05Z to 22:13:20Z (15 s)'],
    [
      { rowCount: 1, rows: [[]], fromTime: SAMPLE_TIME - 86_400_000 },
      '1 row, 2023-11-13 22:13:20Z to 2023-11-14 22:13:20Z (24 h)',
    ],
  ])('counts and dates %j', (over, words) => {
    expect(answerSummary({ ...table, ...over })[0]).toBe(words);
  });

  it('has every kind of cell in words', () => {
    const view = { snapshot: sampleSnapshot(), alerts: [], startTime: SAMPLE_TIME, sampledExchanges: [], minNotionalUsd: 0 };
    const first = (text: string): string => answerText(runQuery(parseQuery(text), view)).split('\n')[1] ?? '';
    expect(first('funding asset=BTC exchange=binance predicted!=1 limit=1 sort=asset')).toBe('');
    expect(first('funding exchange=binance asset=BTC quote=USDT')).toMatch(
      /^binance +BTC +BTCUSDT +USDT +\+0\.01000% +8h +\+0\.0100% +\+10\.95% +2023-11-15 06:12:19Z +67,451\.25 +\+0\.4 bp +\$1\.8B +\$3\.6B$/,
    );
    expect(first('arbitrage asset=SOL')).toMatch(
      /^SOL +dydx +SOL-USD +bybit +SOLUSDT +\+0\.0212% +\+23\.21% +\+0\.2100% +-0\.0300% +68h +\+13\.83% +\+0\.0636% +2023/,
    );
    expect(first('feeds exchange=okx')).toMatch(
      /^okx +reconnecting +no message for 30 s +2023-11-14 19:13:20Z +12\/s +34 ms +2 +0$/,
    );
    expect(first('liquidations limit=1')).toMatch(
      /^2023-11-14 22:13:19Z +deribit +币安人生 +币安人生USDT +short +0\.21340 +16\.2M +\$3\.5M +CRITICAL$/,
    );
  });
});
