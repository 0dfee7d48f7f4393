import { describe, expect, it } from 'vitest';
import { exchangeIds } from '../../src/domain/instrument.js';
import { cellWidth } from '../../src/ui/cells.js';
import { atTop } from '../../src/ui/list-cursor.js';
import { boardLines } from '../../src/ui/panels/board.js';
import { burstLines } from '../../src/ui/panels/bursts.js';
import { feedNoteLines } from '../../src/ui/panels/feed-notes.js';
import { feedsLines } from '../../src/ui/panels/feeds.js';
import { histogramLines } from '../../src/ui/panels/histogram.js';
import { liquidationLines } from '../../src/ui/panels/liquidations.js';
import { totalsLines } from '../../src/ui/panels/totals.js';
import { createTheme } from '../../src/ui/theme.js';
import { feedRow, SAMPLE_TIME, sampleCoverage, sampleSnapshot } from '../support/sample-snapshot.js';

const snapshot = sampleSnapshot();
const common = { theme: createTheme({ colors: 0 }), isFocused: true, cursor: atTop, time: SAMPLE_TIME, coverage: sampleCoverage };

type Size = { readonly width: number; readonly height: number };
const panels = {
  board: (size: Size) =>
    boardLines({
      ...{ ...common, ...size, unit: '8h', rows: snapshot.assets, funding: snapshot.funding, exchanges: exchangeIds },
    }),
  feeds: (size: Size) => feedsLines({ ...common, ...size, rows: snapshot.feeds }),
  notes: (size: Size) => feedNoteLines({ ...common, ...size, feeds: snapshot.feeds }),
  totals: (size: Size) => totalsLines({ ...common, ...size, rows: snapshot.liquidations }),
  histogram: (size: Size) => histogramLines({ ...common, ...size, filter: '', rows: snapshot.liquidations }),
};

function draw(id: keyof typeof panels, width: number, height: number): readonly string[] {
  return panels[id]({ width, height }).map((line) => line.replace(/\u001b\[[\d;]*m/g, ''));
}

describe.each(Object.keys(panels) as readonly (keyof typeof panels)[])('the %s panel', (id) => {
  it.each([
    [60, 5],
    [80, 21],
    [120, 33],
    [200, 57],
  ])('is exactly %i×%i, framed', (width, height) => {
    const lines = draw(id, width, height);
    expect(lines).toHaveLength(height);
    for (const line of lines) expect(cellWidth(line)).toBe(width);
    expect(lines[0]).toMatch(/^╭─ .*╮$/);
    expect(lines.at(-1)).toMatch(/^╰─.*─╯$/);
  });
});

describe('feeds', () => {
  const plain = (line = ''): string => line.replace(/ +/g, ' ');

  it('say how each exchange is doing, and its connections below it', () => {
    const lines = draw('feeds', 120, 20).map(plain);
    expect(lines[0]).toContain('5 live · 7 connections');
    expect(lines[1]).toContain('EXCHANGE STATE FOR AGE MSG/S LAG P50 P99 MSGS UNREAD REC BUDGET CONNS TOPICS NOTE');
    expect(lines[6]).toContain('okx ↻ reconnecting 3h 0s 12/s 34 ms 212 ms 123K 2 0 401/1680 1/2 46 no message for');
    expect(lines[7]).toContain('├ public-1 ↻ reconnecting 3h 0s 9.3/s 61.7K 1 23 no message for');
    expect(lines[8]).toContain('└ detail-1 ● live 3h 0s 9.3/s 61.7K 0 23');
    expect(lines[9]).toContain('deribit ● live');
  });

  it('give the numbers a place before the words at 80 columns, states and ages at 60', () => {
    expect(draw('feeds', 80, 9)[4]).toMatch(/okx +↻ reconnecting +3h +0s +12\/s +34 ms +212 ms +2 +0 +401\/1680/);
    expect(draw('feeds', 60, 9)[4]).toMatch(/okx +↻ reconnecting +3h +0s +12\/s +34 ms +212 ms │/);
  });

  it('tell why and what went wrong lately where there is room', () => {
    expect(draw('feeds', 200, 9)[4]).toContain('no message for 30 s, try 2 in 1.8 s · 2 unread, the last 3m');
  });

  it('say how near its limit a budget is, in percent where the numbers have no room', () => {
    const budget = (used: number, waitingCount: number, width: number): string => {
      const rows = [feedRow('okx', 'live', { budget: { used, weight: 1680, perMs: 60_000, waitingCount } })];
      return plain(feedsLines({ ...common, width, height: 9, rows })[2]?.replace(/\u001b\[[\d;]*m/g, ''));
    };
    expect(budget(1234, 0, 80)).toContain(' 1234/1680 ');
    expect(budget(1234, 12, 80)).toContain(' 1234/1680 ');
    expect(budget(1234, 12, 200)).toContain(' 1234/1680 +12 ');
    expect(budget(12_345, 0, 80)).toContain(' 735 % ');
  });

  it('tell what is wrong before what is always so', () => {
    const lines = draw('notes', 120, 12);
    expect(lines[1]).toContain('okx reconnecting: no message for 30 s, try 2 in 1.8 s');
    expect(lines[2]).toContain('2 unread, the last 3m ago: okx: px: expected a number, found "abc"');
    expect(lines[4]).toContain('binance     a sample of liquidations: At most one liquidation per symbol and second.');
  });

  it('tell of assets that no exchange lists', () => {
    const feeds = exchangeIds.map((exchange) => feedRow(exchange, 'live', { unlistedAssets: ['NOPE'] }));
    expect(feedNoteLines({ ...common, width: 80, height: 9, feeds })[1]).toContain('no exchange lists NOPE');
  });

  it('say so when nothing is wrong', () => {
    const lines = feedNoteLines({ ...common, width: 80, height: 9, feeds: exchangeIds.map((exchange) => feedRow(exchange)) });
    expect(lines.join('\n')).toContain('every feed is as it should be');
  });
});

describe('totals', () => {
  it('are the least there was where a sample took part', () => {
    const lines = draw('totals', 120, 8);
    // The sample's CRITICAL ones are Deribit's, which publishes all; of the HIGH ones Binance publishes a sample.
    expect(lines[2]).toMatch(/✸ CRITICAL +1 \$3\.8M +1 \$3\.5M/);
    expect(lines[3]).toMatch(/◆ HIGH +– +≥1 \$412K/);
    expect(lines[6]).toMatch(/all +≥6 \$3\.9M +≥3 \$3\.9M/);
  });

  it('say how far the list goes back, in whatever order it stands', () => {
    const rows = [...snapshot.liquidations].reverse();
    expect(totalsLines({ ...common, width: 120, height: 8, rows })[0]).toContain('the list goes back 5 min');
  });

  it('never cut a sum: the count gives way', () => {
    const many = Array.from({ length: 12_345 }, () => snapshot.liquidations[0]).filter((row) => row !== undefined);
    const lines = totalsLines({ ...common, width: 80, height: 8, rows: many });
    expect(lines.join('\n')).toContain(' $42.6B ');
    expect(lines.join('\n')).not.toContain('…');
  });
});

describe('the histogram', () => {
  it('sets notional by tier beside the time between events', () => {
    const lines = draw('histogram', 80, 8);
    expect(lines[1]).toMatch(/✸ CRITICAL █+ +5 \$18\.6M +< 1 s +0/);
    expect(lines[0]).toContain('─ last 5 min ─');
    const filtered = histogramLines({ ...common, width: 80, height: 8, filter: 'BTC · longs', rows: [] });
    expect(filtered[0]).toContain('BTC · longs · last 5 min');
    expect(lines[4]).toMatch(/· LOW +▌ +≥20 \$27\.3K +5–15 s +█+ +39/);
  });
});

describe('liquidations with the screen to themselves', () => {
  const rows = (width: number, zone?: (time: number) => number) =>
    liquidationLines({
      ...common,
      width,
      height: 12,
      filter: '',
      unfilterKey: '0',
      rows: snapshot.liquidations,
      ...(zone ? { zone } : {}),
    });

  it('tell when, how many coins and why', () => {
    const line = rows(200)[2] ?? '';
    for (const text of ['22:13:19Z', '16.2M', '币安人生 long of $3450000, 6 times the usual']) expect(line).toContain(text);
    expect(rows(200, () => 330)[2]).toContain('03:43:19+05:30');
  });

  it('say which key takes away a filter that nothing passes', () => {
    const of = (unfilterKey: string | undefined) =>
      liquidationLines({ ...common, width: 80, height: 6, filter: 'okx', unfilterKey, rows: [] })[1];
    expect(of('&')).toContain('none seen that pass the filter: & shows all');
    expect(of(undefined)).not.toContain('shows all');
  });

  it('keep to who and how much in half a screen', () => {
    expect(rows(100)[1]).not.toContain('WHY');
  });
});

describe('bursts with the screen to themselves', () => {
  const lines = (width: number, height: number) =>
    burstLines({ ...common, width, height, rows: snapshot.bursts }).map((line) => line.replace(/\u001b\[[\d;]*m/g, ''));

  it('draw a bar a second, as tall as there is room', () => {
    const drawn = lines(200, 48);
    expect(drawn).toHaveLength(48);
    expect(drawn[0]).toContain('a bar 1 s');
    // The heading, then four lines of events and four of notional; the name stands at the foot.
    expect(drawn.findIndex((line) => line.includes('binance'))).toBe(5);
    expect(drawn.findIndex((line) => line.includes('bybit'))).toBe(13);
    for (const line of drawn) expect(cellWidth(line)).toBe(200);
  });

  it('show where a feed was down at the foot of the bars, never as nothing', () => {
    expect(lines(200, 48).filter((line) => line.includes('┄'))).toHaveLength(1);
    expect(lines(80, 13).find((line) => line.includes('okx'))).toContain('┄');
  });
});
