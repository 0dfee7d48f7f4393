import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Connection,
  type ConnectionEffect,
  type ConnectionEvent,
  conditionOf,
  initialConnection,
  stepConnection,
  wakeTime,
} from '../../src/feed/connection.js';

const traits = { staleAfterMs: 30_000, awaitsGreeting: false };
const greeted = { ...traits, awaitsGreeting: true };
const fresh = { attempt: 0 };
const third = { attempt: 2, reason: 'connection lost' };
const subscribing: Connection = { kind: 'subscribing', trouble: fresh, since: 0, lifeTime: 0 };
const live: Connection = { kind: 'live', trouble: third, dataSince: 0, dataTime: 5000, lifeTime: 5000 };
const silent: Connection = {
  kind: 'silent',
  trouble: third,
  since: 0,
  dataSince: 0,
  dataTime: 5000,
  lifeTime: 5000,
  deadline: 45_000,
};
const neverFed: Connection = { kind: 'silent', trouble: fresh, since: 0, lifeTime: 0, deadline: 40_000 };
const starved: Connection = { kind: 'starved', trouble: fresh, since: 0, lifeTime: 80_000 };
const waiting: Connection = { kind: 'waiting', trouble: third, until: 2000 };
const lost: ConnectionEvent = { type: 'lost', reason: 'cut' };
const tick: ConnectionEvent = { type: 'tick' };

type Row = readonly [string, Connection, ConnectionEvent, number, Connection, readonly ConnectionEffect[]];

// Random is 0.5 throughout: a wait is half its ceiling.
const table: readonly Row[] = [
  [
    'its turn to dial starts the deadline',
    initialConnection,
    { type: 'dialing' },
    0,
    { kind: 'connecting', trouble: fresh, deadline: 10_000 },
    [],
  ],
  ['an open socket is subscribed', initialConnection, { type: 'opened' }, 0, subscribing, ['subscribe']],
  ['a socket that opens late is ignored', waiting, { type: 'opened' }, 0, waiting, []],
  [
    'data makes it live',
    subscribing,
    { type: 'data' },
    7,
    { kind: 'live', trouble: fresh, dataSince: 7, dataTime: 7, lifeTime: 7 },
    [],
  ],
  ['life alone does not', subscribing, { type: 'life' }, 7, { ...subscribing, lifeTime: 7 }, []],
  ['life keeps it live', live, { type: 'life' }, 9000, { ...live, lifeTime: 9000 }, []],
  ['a tick before its time does nothing', live, tick, 34_999, live, []],
  ['silence is probed', live, tick, 35_000, silent, ['probe']],
  ['life ends silence', silent, { type: 'life' }, 40_000, { ...live, lifeTime: 40_000 }, []],
  ['data ends silence', silent, { type: 'data' }, 40_000, { ...live, dataTime: 40_000, lifeTime: 40_000 }, []],
  [
    'an unanswered probe is a loss',
    silent,
    tick,
    45_000,
    { kind: 'waiting', trouble: { attempt: 3, reason: 'no message for 30 s' }, until: 47_000 },
    ['hang-up'],
  ],
  ['silence from the start is probed', subscribing, tick, 30_000, { ...neverFed }, ['probe']],
  ['life without data is starvation', { ...subscribing, lifeTime: 20_000 }, tick, 30_000, { ...starved, lifeTime: 20_000 }, []],
  [
    'a probe answered by the starved leaves them starved',
    neverFed,
    { type: 'life' },
    31_000,
    { ...starved, lifeTime: 31_000 },
    [],
  ],
  ['starvation ends in a replacement', starved, tick, 90_000, { ...starved, since: 90_000 }, ['replace']],
  [
    'data ends starvation',
    starved,
    { type: 'data' },
    90_000,
    { kind: 'live', trouble: fresh, dataSince: 90_000, dataTime: 90_000, lifeTime: 90_000 },
    [],
  ],
  [
    'a loss soon after the first data counts on',
    live,
    lost,
    6000,
    { kind: 'waiting', trouble: { attempt: 3, reason: 'cut' }, until: 8000 },
    ['hang-up'],
  ],
  [
    'a loss after steady data is the first',
    { ...live, lifeTime: 10_000 },
    lost,
    10_000,
    { kind: 'waiting', trouble: { attempt: 1, reason: 'cut' }, until: 10_500 },
    ['hang-up'],
  ],
  ['a loss while waiting is old news', waiting, lost, 0, waiting, []],
  ['the wait ends in another dial', waiting, tick, 2000, { kind: 'connecting', trouble: third }, ['dial']],
  [
    'HTTP 451 blocks',
    initialConnection,
    { type: 'refused', status: 451, reason: 'no' },
    0,
    { kind: 'waiting', trouble: { attempt: 1, reason: 'no', isBlocked: true }, until: 300_500 },
    ['hang-up'],
  ],
  [
    'HTTP 418 without a date bans for two minutes',
    initialConnection,
    { type: 'refused', status: 418, reason: 'no' },
    0,
    { kind: 'waiting', trouble: { attempt: 1, reason: 'no', isBlocked: false }, until: 120_500 },
    ['hang-up'],
  ],
  [
    'HTTP 503 is a failure like others',
    initialConnection,
    { type: 'refused', status: 503, reason: 'no' },
    0,
    { kind: 'waiting', trouble: { attempt: 1, reason: 'no', isBlocked: false }, until: 500 },
    ['hang-up'],
  ],
  ['stop hangs up', live, { type: 'stop' }, 0, { kind: 'closed' }, ['hang-up']],
  ['stop while waiting has nothing to hang up', waiting, { type: 'stop' }, 0, { kind: 'closed' }, []],
  ['nothing moves a closed one', { kind: 'closed' }, { type: 'opened' }, 0, { kind: 'closed' }, []],
];

describe('a connection', () => {
  test.each(table)('%s', (_name, state, event, time, next, effects) => {
    expect(stepConnection(state, event, time, traits, 0.5)).toEqual({ next, effects });
  });

  test('that awaits a greeting subscribes after it, not on opening', () => {
    const dialing: Connection = { kind: 'connecting', trouble: fresh, deadline: 10_000 };
    const opened = stepConnection(dialing, { type: 'opened' }, 1, greeted, 0.5);
    expect(opened).toEqual({ next: { ...dialing, isOpen: true }, effects: [] });
    expect(stepConnection(opened.next, { type: 'greeted' }, 2, greeted, 0.5).effects).toEqual(['subscribe']);
    const given = stepConnection(opened.next, tick, 10_000, greeted, 0.5).next;
    expect(conditionOf(given, greeted).reason).toBe('no greeting within 10 s');
  });

  test('that answers pings but brings no data for too long is lost, and says so', () => {
    const watched = { ...traits, dataWithinMs: 60_000 };
    const lively: Connection = { ...live, lifeTime: 59_000 };
    expect(wakeTime(lively, watched)).toBe(65_000);
    expect(stepConnection(lively, tick, 64_999, watched, 0.5).next).toEqual(lively);
    const { next, effects } = stepConnection(lively, tick, 65_000, watched, 0.5);
    expect(next).toMatchObject({ kind: 'waiting', trouble: { attempt: 1, reason: 'no data for 60 s' } });
    expect(effects).toEqual(['hang-up']);
    expect(wakeTime({ ...lively, dataTime: 58_000 }, watched)).toBe(89_000);
  });

  test.each<[Connection, ReturnType<typeof conditionOf>]>([
    [initialConnection, { state: 'connecting' }],
    [subscribing, { state: 'connecting' }],
    [
      { kind: 'connecting', trouble: third },
      { state: 'reconnecting', attempt: 2, reason: 'connection lost' },
    ],
    [waiting, { state: 'reconnecting', attempt: 2, reason: 'connection lost', retryTime: 2000 }],
    [
      { ...waiting, trouble: { ...third, isBlocked: true } },
      { state: 'blocked', attempt: 2, reason: 'connection lost', retryTime: 2000 },
    ],
    [live, { state: 'live' }],
    [silent, { state: 'stale', reason: 'no message for 30 s' }],
    [starved, { state: 'stale', reason: 'subscribed, but no data' }],
    [{ kind: 'closed' }, { state: 'off' }],
  ])('is told to the user: %j', (state, condition) => {
    expect(conditionOf(state, traits)).toEqual(condition);
  });

  const events: fc.Arbitrary<ConnectionEvent> = fc.oneof(
    fc.constantFrom<ConnectionEvent>(
      { type: 'dialing' },
      { type: 'opened' },
      { type: 'greeted' },
      { type: 'life' },
      { type: 'data' },
      { type: 'tick' },
      { type: 'lost', reason: 'cut' },
    ),
    fc.constantFrom(200, 403, 418, 429, 451, 500).map((status): ConnectionEvent => ({ type: 'refused', status, reason: 'no' })),
  );

  test('whatever happens, always has something to wait for, and a tick at its wake time never leaves it overdue', () => {
    const story = fc.array(fc.tuple(events, fc.nat(40_000)), { maxLength: 60 });
    fc.assert(
      fc.property(
        story,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.option(fc.integer({ min: 1, max: 90_000 }), { nil: undefined }),
        (steps, random, dataWithinMs) => {
          const watched = { ...traits, dataWithinMs };
          let state = initialConnection;
          let time = 0;
          for (const [event, ms] of steps) {
            time += ms;
            state = stepConnection(state, event, time, watched, random).next;
            const wake = wakeTime(state, watched);
            const isQueuedToDial = state.kind === 'connecting' && state.deadline === undefined;
            expect(Number.isFinite(wake)).toBe(!isQueuedToDial);
            if (isQueuedToDial) continue;
            time = Math.max(time, wake);
            state = stepConnection(state, tick, time, watched, random).next;
            expect(wakeTime(state, watched)).toBeGreaterThanOrEqual(time);
          }
        },
      ),
    );
  });
});
