import { describe, expect, it } from 'vitest';
import { stateOf } from '../../src/commands/monitor-state.js';
import { forTmux, rateRange, statusLine } from '../../src/commands/status-line.js';
import { isPrintable } from '../../src/domain/text.js';
import { feedRow, fullFundingRow, SAMPLE_TIME, sampleSnapshot } from '../support/sample-snapshot.js';

const empty = sampleSnapshot({ assets: [], funding: new Map(), liquidations: [], arbitrage: [], feeds: [] });

describe('the status line', () => {
  it('tells the asset with its range of fresh rates, the best spread, the last CRITICAL, and the lamps', () => {
    const state = stateOf(sampleSnapshot(), 'BTC', false);
    expect(statusLine(state, SAMPLE_TIME)).toBe(
      'BTC -0.0032%…+0.0130% │ 币安人生 +0.1300% binance→hyperliquid │ ✸ 币安人生 short $3.5M 1s │ ●5 ↻okx',
    );
  });

  it('leaves out what there is not', () => {
    expect(statusLine(stateOf(empty, undefined, false), SAMPLE_TIME)).toBe('○0');
    expect(statusLine(stateOf(empty, 'BTC', true), SAMPLE_TIME)).toBe('DEMO BTC │ ○0');
  });

  it('follows the most traded asset until one is chosen', () => {
    expect(stateOf(sampleSnapshot(), undefined, false).asset).toBe('BTC');
  });

  it('ranks no stale rate, and writes one rate once', () => {
    const rows = [
      fullFundingRow('binance', 'BTCUSDT', 0.0001, 8),
      fullFundingRow('okx', 'BTC-USDT-SWAP', 0.0009, 8, { isStale: true }),
    ];
    expect(rateRange(stateOf({ ...empty, funding: new Map([['BTC', rows]]) }, 'BTC', false))).toBe('BTC +0.0100%');
  });

  it('counts no exchange that is off', () => {
    const state = stateOf({ ...empty, feeds: [feedRow('okx', 'off'), feedRow('dydx', 'live')] }, 'BTC', false);
    expect(statusLine(state, SAMPLE_TIME)).toBe('BTC │ ●1');
  });

  it('gives tmux nothing to obey, whatever an exchange calls its listings', () => {
    const asset = '#(reboot)\n\u001b]';
    const line = forTmux(statusLine(stateOf(empty, asset, false), SAMPLE_TIME));
    expect(line).toContain('##(reboot)··');
    expect(line.replaceAll('##', '')).not.toContain('#');
    expect(isPrintable(line)).toBe(true);
  });
});
