import { cleanup, render } from 'ink-testing-library';
import type { ReactElement } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { exchangeIds } from '../../src/domain/instrument.js';
import type { FundingRow, MarketSnapshot } from '../../src/market/snapshot.js';
import { boardCells, boardPair, heatLevel } from '../../src/ui/board.js';
import { atTop } from '../../src/ui/list-cursor.js';
import { BoardPanel } from '../../src/ui/panels/board.js';
import { createTheme } from '../../src/ui/theme.js';
import { fullFundingRow, fundingRow, sampleSnapshot } from '../support/sample-snapshot.js';

afterEach(cleanup);

type Extra = Partial<Parameters<typeof BoardPanel>[0]>;
const snapshot = sampleSnapshot();

function frameOf(panel: ReactElement): string {
  return render(panel).lastFrame() ?? '';
}

function board(extra: Extra = {}, funding: MarketSnapshot['funding'] = snapshot.funding): string {
  return frameOf(
    <BoardPanel
      theme={createTheme({ colors: 0 })}
      width={120}
      height={10}
      isFocused={false}
      rows={snapshot.assets}
      funding={funding}
      exchanges={exchangeIds}
      unit="8h"
      cursor={atTop}
      {...extra}
    />,
  ).replace(/\u001b\[[\d;]*m/g, '');
}

function lineOf(frame: string, text: string): string {
  return frame.split('\n').find((line) => line.includes(text)) ?? '';
}

function oneAsset(rows: readonly FundingRow[], extra: Extra = {}): string {
  return lineOf(board({ rows: [{ asset: 'X', instrumentCount: rows.length }], ...extra }, new Map([['X', rows]])), '│ X ');
}

describe('the instrument that stands for an exchange', () => {
  it('is the one with the most open interest, then with the most volume', () => {
    const rows = [
      fullFundingRow('binance', 'A', 0.0001, 8, { openInterestUsd: 1, volume24hUsd: 9 }),
      fullFundingRow('binance', 'B', 0.0001, 8, { openInterestUsd: 2, volume24hUsd: 1 }),
      fundingRow('okx', 'C', { fundingRate: 0.0001, volume24hUsd: 1 }),
      fundingRow('okx', 'D', { fundingRate: 0.0001, volume24hUsd: 2 }),
    ];
    const cells = boardCells(rows);
    expect([cells.get('binance')?.symbol, cells.get('okx')?.symbol, cells.get('bybit')]).toEqual(['B', 'D', undefined]);
  });

  it('has a rate, and a fresh one, where any has', () => {
    const rows = [
      fundingRow('bybit', 'A', { openInterestUsd: 99 }),
      fullFundingRow('bybit', 'B', 0.0001, 8, { openInterestUsd: 50, isStale: true }),
      fullFundingRow('bybit', 'C', 0.0001, 8, { openInterestUsd: 1 }),
    ];
    expect(boardCells(rows).get('bybit')?.symbol).toBe('C');
  });

  it('is looked for once as long as the list is the same', () => {
    const rows = [fullFundingRow('bybit', 'B', 0.0001, 8)];
    expect(boardCells(rows)).toBe(boardCells(rows));
    const both = [...rows, fullFundingRow('okx', 'C', 0.0003, 8)];
    expect(boardPair(both)).toMatchObject({ long: { symbol: 'B' }, short: { symbol: 'C' } });
    expect(boardPair(both)).toBe(boardPair(both));
  });
});

describe('the board', () => {
  it('shows every asset on every exchange, with its best pair', () => {
    const line = lineOf(board({ width: 160 }), 'BTC');
    expect(line).toContain('+0.0130% 1h'); // hyperliquid
    expect(line).toContain('-0.0032% 1h'); // dydx
    expect(line).toContain('dydx▸hyperliquid');
    expect(line).toContain('+0.0162%');
  });

  it('fits all six exchanges and the spread into 80 columns', () => {
    const frame = board({ width: 80 });
    for (const exchange of exchangeIds) expect(frame).toContain(exchange.slice(0, 3).toUpperCase());
    expect(lineOf(frame, 'BTC')).toContain('+0.013 1h');
    expect(lineOf(frame, 'BTC')).toContain('+0.0162%');
  });

  it('shows what an hour costs with all of its digits, and in 80 columns with two of them', () => {
    expect(lineOf(board({ width: 160, unit: '1h' }), 'BTC')).toContain('+0.00162 1h');
    const narrow = lineOf(board({ width: 80, unit: '1h' }), 'BTC');
    expect(narrow).toContain('+.0016 1h');
    expect(narrow).toContain('+0.00202');
  });

  it('tells the absent from the unknown, and both from zero', () => {
    expect(oneAsset([])).toMatch(/–.*–.*–.*–.*–.*–/);
    const { fundingIntervalHours: _, rate8h: __, apr: ___, ...unknown } = fullFundingRow('bybit', 'A', 0.0001, 8);
    expect(oneAsset([unknown], { exchanges: ['bybit'] })).toContain('?');
    expect(oneAsset([fullFundingRow('bybit', 'A', 0, 8)], { exchanges: ['bybit'] })).toContain('0.0000%');
  });

  it('marks an interval that is not 8 h, and a stale rate', () => {
    expect(oneAsset([fullFundingRow('bybit', 'A', 0.0001, 4)])).toContain('+0.0100% 4h');
    expect(oneAsset([fullFundingRow('bybit', 'A', 0.0001, 12)])).toContain('+0.0100%12h');
    expect(oneAsset([fullFundingRow('bybit', 'A', 0.0001, 0.5)])).toContain('+0.0100%<8h');
    expect(oneAsset([fullFundingRow('bybit', 'A', 0.0001, 8)])).not.toContain('8h');
    expect(oneAsset([fullFundingRow('bybit', 'A', 0.0001, 4, { isStale: true })])).toContain('+0.0100%  ◌');
  });

  it('shades the stronger rate more strongly, and no stale one', () => {
    expect([0, 0.00004, -0.00005, 0.0002, -0.0006].map(heatLevel)).toEqual([0, 0, 1, 2, 3]);
    const theme = createTheme({ colors: 256 });
    const painted = (rate: number, isStale = false): string => {
      const rows = [fullFundingRow('bybit', 'A', rate, 8, { isStale })];
      const panel = {
        rows: [{ asset: 'X', instrumentCount: 1 }],
        funding: new Map([['X', rows]]),
        exchanges: ['bybit'] as const,
      };
      return frameOf(<BoardPanel theme={theme} width={80} height={5} isFocused={false} unit="8h" cursor={atTop} {...panel} />);
    };
    expect(painted(0.0007)).toContain('48;5;71');
    expect(painted(-0.0003)).toContain('48;5;88');
    expect(painted(0.0007, true)).not.toContain('48;5');
  });

  it('follows the unit', () => {
    expect(oneAsset([fullFundingRow('bybit', 'A', 0.0001, 4)], { unit: 'apr' })).toContain('+10.95% 4h');
    expect(oneAsset([fullFundingRow('bybit', 'A', 0.0001, 4)], { unit: 'apr', width: 80 })).toContain('+10.95 4h');
  });

  it('says the best pair of the selected row in full', () => {
    const last = board({ isFocused: true, width: 80 }).split('\n').at(-1);
    expect(last).toContain('BTC: long dydx BTC-USD, short hyperliquid BTC +0.0162%');
  });

  it('looks at the assets in sight and at no other, however many there are', () => {
    const asked = new Set<string>();
    const funding = new Map<string, readonly FundingRow[]>();
    const rows = Array.from({ length: 700 }, (_, at) => ({ asset: `A${at}`, instrumentCount: 1 }));
    for (const { asset } of rows) funding.set(asset, [fullFundingRow('okx', asset, 0.0001, 8)]);
    const watched = Object.assign(new Map(funding), {
      get: (asset: string) => {
        asked.add(asset);
        return funding.get(asset);
      },
    });
    const frame = board({ rows, cursor: { id: 'A400', index: 400, line: 3 } }, watched);
    expect(frame).toContain('of 700');
    expect([...asked]).toEqual(['A397', 'A398', 'A399', 'A400', 'A401', 'A402', 'A403']);
  });
});
