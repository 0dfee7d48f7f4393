import { describe, expect, it } from 'vitest';
import { createNotifier, type NotifierOptions, notification } from '../../src/commands/notifier.js';
import type { Alert } from '../../src/domain/record.js';
import type { Tier } from '../../src/domain/severity.js';
import type { LiquidationRow, MarketSnapshot } from '../../src/market/snapshot.js';
import { liquidation, SAMPLE_TIME, sampleSnapshot } from '../support/sample-snapshot.js';

const START = SAMPLE_TIME;
const BELL = '\u0007';
const ESC = '\u001b';

interface Story {
  /** The liquidations there are `seconds` after the start, as `id` or `id:TIER`, newest first. */
  readonly at: (seconds: number, rows: readonly string[], alerts?: readonly Alert[]) => readonly string[];
  isBlocked: boolean;
}

function story(options: Partial<NotifierOptions> = {}): Story {
  const sent: string[] = [];
  const notifier = createNotifier({
    hasBell: true,
    code: 'off',
    armed: [],
    isInTmux: false,
    startTime: START,
    ...options,
    send: (bytes) => {
      if (!told.isBlocked) sent.push(bytes);
      return !told.isBlocked;
    },
  });
  const told: Story = {
    isBlocked: false,
    at: (seconds, rows, alerts = []) => {
      notifier.look(
        { ...snapshotOf(rows), alerts: alerts.map((raised) => ({ alert: raised, isMuted: raised.asset === 'MUTED' })) },
        alerts,
        START + seconds * 1000,
      );
      return sent.splice(0);
    },
  };
  return told;
}

function snapshotOf(rows: readonly string[]): MarketSnapshot {
  const liquidations = rows.map((row): LiquidationRow => {
    const [id = '', tier = 'CRITICAL'] = row.split(':');
    return { liquidation: liquidation(id, { notionalUsd: 1_240_000 }), tier: tier as Tier };
  });
  return sampleSnapshot({ liquidations });
}

function alert(kind: Alert['kind'], state: Alert['state'] = 'raised'): Alert {
  return { type: 'alert', id: kind, kind, state, time: START, message: `${kind} it is; now` };
}

describe('the bell', () => {
  it('rings once for a CRITICAL liquidation, and for no other', () => {
    const { at } = story();
    expect(at(20, ['b:HIGH', 'a:LOW'])).toEqual([]);
    expect(at(21, ['c', 'b:HIGH', 'a:LOW'])).toEqual([BELL]);
    expect(at(40, ['d:HIGH', 'c', 'b:HIGH'])).toEqual([]);
  });

  it('rings for one that becomes CRITICAL later', () => {
    const { at } = story();
    expect(at(20, ['a:HIGH'])).toEqual([]);
    expect(at(21, ['a'])).toEqual([BELL]);
  });

  it('stays silent while the first ten seconds fill the screen, and about what came in them', () => {
    const { at } = story();
    expect(at(9, ['a'])).toEqual([]);
    expect(at(10, ['a'])).toEqual([]);
    expect(at(11, ['b', 'a'])).toEqual([BELL]);
  });

  it('rings every ten seconds at most, once for all that came meanwhile', () => {
    const { at } = story();
    expect(at(20, ['a'])).toEqual([BELL]);
    expect(at(21, ['b', 'a'])).toEqual([]);
    expect(at(25, ['c', 'b', 'a'])).toEqual([]);
    expect(at(29, ['c', 'b', 'a'])).toEqual([]);
    expect(at(30, ['c', 'b', 'a'])).toEqual([BELL]);
    expect(at(60, ['c', 'b', 'a'])).toEqual([]);
  });

  it('rings for a raised alert whose kind is armed', () => {
    const armed = story({ armed: ['feed-down'] });
    expect(armed.at(20, [], [alert('funding-spread'), alert('feed-down', 'cleared')])).toEqual([]);
    expect(armed.at(21, [], [alert('feed-down')])).toEqual([BELL]);
    expect(story().at(20, [], [alert('feed-down')])).toEqual([]);
  });

  it('rings for no alert of a muted asset', () => {
    const armed = story({ armed: ['funding-spread'] });
    expect(armed.at(20, [], [{ ...alert('funding-spread'), asset: 'MUTED' }])).toEqual([]);
  });

  it('waits while the terminal takes nothing', () => {
    const told = story();
    told.isBlocked = true;
    expect(told.at(20, ['a'])).toEqual([]);
    told.isBlocked = false;
    expect(told.at(21, ['a'])).toEqual([BELL]);
  });

  it('can be switched off', () => {
    expect(story({ hasBell: false }).at(20, ['a'])).toEqual([]);
    expect(story({ hasBell: false, code: '9' }).at(20, ['a'])).toEqual([
      `${ESC}]9;fundmon: CRITICAL BTC long $1.2M on binance${ESC}\\`,
    ]);
  });
});

describe('a desktop notification', () => {
  it('counts what came while it had to wait', () => {
    const { at } = story({ code: '9' });
    at(20, ['a']);
    at(21, ['b', 'a']);
    at(22, ['c', 'b', 'a']);
    expect(at(30, ['c', 'b', 'a']).join('')).toContain('on binance (and 1 more)');
  });

  it.each([
    ['9', false, `${ESC}]9;fundmon: a;b${ESC}\\${BELL}`],
    ['777', false, `${ESC}]777;notify;fundmon;a,b${ESC}\\${BELL}`],
    ['9', true, `${ESC}Ptmux;${ESC}${ESC}]9;fundmon: a;b${ESC}${ESC}\\${ESC}\\${BELL}`],
    ['off', true, BELL],
  ] as const)('with the code %s, in tmux: %s', (code, isInTmux, bytes) => {
    expect(notification('a;b', { hasBell: true, code, isInTmux })).toBe(bytes);
  });

  it('carries no control character of an exchange, and has an end', () => {
    const bytes = notification(`${ESC}\\${BELL}\u009c${'x'.repeat(5000)}`, { hasBell: false, code: '777', isInTmux: false });
    expect(bytes.length).toBeLessThan(250);
    expect(bytes.slice(2, -2)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
  });
});
