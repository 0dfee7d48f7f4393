import { describe, expect, test } from 'vitest';
import { checkClock, checkExchange } from '../../src/commands/checkup/exchanges.js';
import { checkNode, checkSettingsFile, checkTerminal, type TerminalFacts } from '../../src/commands/checkup/surroundings.js';
import type { FeedRow, MarketSnapshot } from '../../src/market/snapshot.js';
import { createMarketStore } from '../../src/market/store.js';
import { feedState, START, ticker } from '../support/market-records.js';
import { feedRow } from '../support/sample-snapshot.js';

describe('the runtime', () => {
  test.each([
    ['20.18.3', 'broken'],
    ['18.20.0', 'broken'],
    ['20.19.0', 'ok'],
    ['24.1.0', 'ok'],
  ])('Node %s is %s', (version, state) => {
    expect(checkNode(version)).toMatchObject({ state, found: `Node ${version}` });
  });
});

describe('the terminal', () => {
  const good: TerminalFacts = {
    isTerminal: true,
    columns: 120,
    rows: 36,
    colorDepth: 24,
    environment: { TERM: 'tmux-256color', LANG: 'C.UTF-8', TMUX: '/tmp/tmux' },
  };

  test('is told with its size, colours and tmux', () => {
    expect(checkTerminal(good)).toEqual({ about: 'terminal', state: 'ok', found: 'tmux-256color, 120×36, true colour, in tmux' });
  });

  test.each([
    ['none at all', { isTerminal: false }, 'skipped', 'the monitor needs one; stream and snapshot do not'],
    ['a dumb one', { environment: { TERM: 'dumb', LANG: 'C.UTF-8' } }, 'broken', 'use fundmon stream or fundmon snapshot'],
    ['one that is too small', { rows: 14 }, 'broken', 'make it at least 60×15'],
    [
      'one without UTF-8',
      { environment: { TERM: 'xterm' } },
      'warning',
      'set LANG to a UTF-8 locale, or: fundmon config set ascii on',
    ],
    [
      'one whose LC_ALL overrules its LANG',
      { environment: { TERM: 'xterm', LANG: 'en_US.UTF-8', LC_ALL: 'C' } },
      'warning',
      'set LANG to a UTF-8 locale, or: fundmon config set ascii on',
    ],
  ])('%s', (_, facts, state, advice) => {
    expect(checkTerminal({ ...good, ...facts })).toMatchObject({ state, advice });
  });
});

describe('the settings file', () => {
  test('that holds a key and is open to others is warned about', () => {
    expect(checkSettingsFile('/home/me/config.json', 0o100644, true)).toMatchObject({
      state: 'warning',
      advice: "chmod 600 '/home/me/config.json'",
    });
    expect(checkSettingsFile('/home/me/config.json', 0o100600, true).state).toBe('ok');
    expect(checkSettingsFile('/home/me/config.json', 0o100644, false).state).toBe('ok');
    expect(checkSettingsFile('/home/me/config.json', undefined, false).state).toBe('ok');
  });
});

describe('an exchange', () => {
  function market(fields: Partial<FeedRow> = {}, hasRate = true): MarketSnapshot {
    const store = createMarketStore();
    store.apply(feedState('okx', 'live'));
    if (hasRate) store.apply(ticker('okx', 'BTC', { fundingRate: 0.0001, fundingIntervalHours: 8 }));
    store.flush(START + 1_000);
    return { ...store.getSnapshot(), feeds: [feedRow('okx', 'live', fields)] };
  }

  test.each([
    ['that is live and told a rate is fine', market({ lagMs: 47 }), 'ok', /live, 1 funding rates, lag 47 ms$/],
    [
      'that refuses the address',
      market({ state: 'blocked', reason: 'HTTP 451' }, false),
      'broken',
      /refuses this address, HTTP 451/,
    ],
    [
      'that told nothing',
      market({ state: 'reconnecting', reason: 'no route' }, false),
      'broken',
      /within 15 s \(reconnecting, no route\)/,
    ],
    ['with a connection missing', market({ state: 'reconnecting' }), 'warning', /reconnecting, 1 funding rates/],
    [
      'that is not understood, whose words come out harmless',
      market({ unreadCount: 2, lastFault: { text: 'bad\u001b[2J', time: START } }),
      'warning',
      /2 frames not understood: bad.\[2J$/,
    ],
  ])('%s', (_, snapshot, state, found) => {
    const finding = checkExchange('okx', snapshot, 15);
    expect(finding.state).toBe(state);
    expect(finding.found).toMatch(found);
    expect(finding.found).not.toContain('\u001b');
  });

  test('nobody heard of is broken, not forgotten', () => {
    expect(checkExchange('dydx', market(), 15)).toMatchObject({
      state: 'broken',
      found: expect.stringContaining('nothing heard'),
    });
  });
});

describe('the clock', () => {
  const feeds = (...lags: readonly (number | undefined)[]) =>
    lags.map((lagMs) => feedRow('okx', 'live', lagMs === undefined ? {} : { lagMs }));
  test.each([
    ['agrees', [38, 61, 47], 'ok', 'agrees with the exchanges'],
    ['one exchange that is off is not the clock', [38, 9_000, 47], 'ok', 'agrees with the exchanges'],
    ['behind', [-1_250_000, -1_249_000, -1_251_000], 'warning', 'about 1250.0 s behind the exchanges'],
    ['ahead', [5_000, 5_100, 5_200], 'warning', 'about 5.1 s ahead of the exchanges, or a very slow line'],
  ])('%s', (_, lags, state, found) => {
    expect(checkClock(feeds(...lags))).toMatchObject({ state, found });
  });

  test('that nobody can compare is skipped', () => {
    const { lagMs: _, ...untold } = feedRow('okx', 'live');
    expect(checkClock([untold])).toMatchObject({ state: 'skipped' });
  });
});
