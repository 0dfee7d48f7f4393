import { describe, expect, it } from 'vitest';
import { instrumentKey } from '../../src/domain/instrument.js';
import type { Quarantined } from '../../src/market/asset-pairs.js';
import { cellWidth } from '../../src/ui/cells.js';
import { quarantineLines } from '../../src/ui/panels/quarantine.js';
import { quarantineNotes } from '../../src/ui/quarantine-words.js';
import { createTheme } from '../../src/ui/theme.js';
import { native } from '../support/sample-snapshot.js';

function apart(asset: string, exchange: Quarantined['exchange'], markPrice: number, medianPrice: number): Quarantined {
  const symbol = native(`${asset}USDT`);
  return { key: instrumentKey(exchange, symbol), asset, exchange, symbol, markPrice, medianPrice };
}

function panel(quarantined: readonly Quarantined[], width = 80, height = 6): readonly string[] {
  const props = { theme: createTheme({ colors: 0 }), width, height, isFocused: false, quarantined };
  return quarantineLines(props).map((line) => line.replace(/\u001b\[[\d;]*m/g, ''));
}

const many = Array.from({ length: 9 }, (_, at) => apart(`COIN${at}`, 'okx', 3, 100));

describe('instruments in quarantine', () => {
  it('are told with both prices and how far they are apart', () => {
    expect(quarantineNotes([apart('NEIRO', 'dydx', 0.00041, 0.082)])).toEqual([
      { asset: 'NEIRO', words: 'dydx NEIROUSDT at 0.00041 (-99.5%); the others at 0.08200' },
    ]);
    expect(quarantineNotes([apart('X', 'dydx', 104, 100), apart('X', 'okx', 5_000, 100)])[0]?.words).toBe(
      'dydx XUSDT at 104.00 (+4.0%), okx XUSDT at 5,000.00 (+4900%); the others at 100.00',
    );
  });

  it('are told without a judgement where no price has a majority', () => {
    expect(quarantineNotes([apart('GOAT', 'okx', 100, 100), apart('GOAT', 'bybit', 104, 100)])).toEqual([
      { asset: 'GOAT', words: 'okx GOATUSDT at 100.00, bybit GOATUSDT at 104.00: nothing tells which is GOAT' },
    ]);
  });

  it('have a line each at the foot of the view', () => {
    const lines = panel([apart('SUI', 'dydx', 0.01823, 2.0413)]);
    expect(lines[0]).toContain('Quarantined');
    expect(lines[0]).toContain('another coin by its mark: more than 3 % away');
    expect(lines[1]).toContain('│ SUI dydx SUIUSDT at 0.01823 (-99.1%); the others at 2.0413 ');
  });

  it('are counted where there is no room for all of them', () => {
    expect(
      panel(many, 80, 6)
        .slice(1, -1)
        .map((line) => line.slice(2, -2).trim()),
    ).toEqual([
      ...many.slice(0, 3).map(({ asset }) => `${asset} okx ${asset}USDT at 3.0000 (-97.0%); the others at 100.00`),
      'and 6 more assets: fundmon arb names them',
    ]);
    expect(panel(many.slice(0, 4), 80, 6).join('\n')).not.toContain('more assets');
  });

  it('break a long sentence rather than cut it', () => {
    const both = [apart('GOAT', 'hyperliquid', 100, 100), apart('GOAT', 'bybit', 104, 100)];
    expect(panel(both, 60, 5).slice(1, 3).join(' ')).toMatch(/bybit GOATUSDT at +│ │ +104\.00: nothing tells which is GOAT/);
  });

  it('are none where all prices agree', () => {
    expect(panel([])[1]).toContain('none: the marks of every asset agree to 3 %');
  });

  it.each([60, 80, 120, 200])('fit into %i columns', (width) => {
    for (const height of [3, 4, 8]) {
      const lines = panel(many, width, height);
      expect(lines).toHaveLength(height);
      for (const line of lines) expect(cellWidth(line)).toBe(width);
    }
  });
});
