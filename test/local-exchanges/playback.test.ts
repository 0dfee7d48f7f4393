import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binanceCapture, rawText } from './capture.js';
import { newestTime, play, shiftTimes, timeMap } from './playback.js';
import {
  allLiquidationRecording,
  allLiquidationRows,
  forceOrderFrame,
  forceOrderRows,
  liquidationOrderRecording,
  liquidationOrderRows,
} from './recordings.js';

const same = (time: number): number => time;

describe('times', () => {
  test('every epoch and ISO time of a frame moves, and nothing else', () => {
    const frame =
      '{"E":1786171884000,"p":"64991.37858696","T":"1786176000000","at":"2024-08-23T00:00:54.301Z","id":17861718840001}';
    expect(shiftTimes(frame, 1000)).toBe(
      '{"E":1786171885000,"p":"64991.37858696","T":"1786176001000","at":"2024-08-23T00:00:55.301Z","id":17861718840001}',
    );
  });

  test('a funding time to come is not the time of the frame', () => {
    expect(newestTime('{"e":"markPriceUpdate","E":1786171884000,"T":1786176000000}')).toBe(1786171884000);
    expect(newestTime('{"topic":"x"}')).toBeUndefined();
  });

  test('a map keeps the order of events at any speed', () => {
    fc.assert(
      fc.property(fc.nat(1e9), fc.nat(1e9), fc.integer({ min: 1, max: 1000 }), (a, b, speed) => {
        const at = timeMap(0, 1_700_000_000_000, speed);
        return Math.sign(at(a) - at(b)) * Math.sign(a - b) >= 0;
      }),
    );
  });
});

describe('playing', () => {
  test('sends everything, in order, and is done', async () => {
    const sent: string[] = [];
    const recording = [0, 5, 10].map((time) => ({ time, text: () => String(time) }));
    await play(recording, { send: (text) => sent.push(text), speed: 2 }).done;
    expect(sent).toEqual(['0', '5', '10']);
  });

  test('a long pause is cut, so that a quiet recording still moves', async () => {
    const sent: string[] = [];
    const recording = [0, 86_400_000].map((time) => ({ time, text: () => String(time) }));
    await play(recording, { send: (text) => sent.push(text), longestPauseMs: 5 }).done;
    expect(sent).toEqual(['0', '86400000']);
  });

  test('stopped, it sends nothing more', async () => {
    const sent: string[] = [];
    const recording = [0, 60_000].map((time) => ({ time, text: () => String(time) }));
    const playing = play(recording, { send: (text) => sent.push(text), loop: true });
    playing.stop();
    await playing.done;
    expect(sent).toEqual(['0']);
  });
});

describe('captures', () => {
  test('a raw frame keeps its digits, escapes and brackets in text', () => {
    expect(rawText('{"source":"x","raw":{"a":8.0,"b":"}\\"{","c":[1,{"d":9007199254740993}]},"expected":[]}')).toBe(
      '{"a":8.0,"b":"}\\"{","c":[1,{"d":9007199254740993}]}',
    );
    expect(rawText('{"raw":"pong","at":1}')).toBe('pong');
  });

  test('the raw Binance minute is whole and in order', () => {
    const capture = binanceCapture();
    expect(capture).toHaveLength(29_485);
    expect(capture[0]?.text(same)).toContain('"u":5123120379570');
    expect((capture.at(-1)?.time ?? 0) - (capture[0]?.time ?? 0)).toBeGreaterThan(59_000);
  });
});

describe('recorded liquidations in wire form', () => {
  test('Binance: the order as it was, the push a second later', () => {
    const [row] = forceOrderRows();
    if (!row) throw new Error('the recording is empty');
    expect(JSON.parse(forceOrderFrame(row, same))).toMatchObject({
      stream: '!forceOrder@arr',
      data: { E: 1737564815253, o: { s: 'CHILLGUYUSDT', S: 'BUY', q: '152', p: '0.0885065', ap: '0.0877000', T: 1737564814253 } },
    });
  });

  test('Bybit: 296 rows were 168 frames, the largest of 16 entries', () => {
    const frames = allLiquidationRecording(allLiquidationRows()).map((frame) => JSON.parse(frame.text(same)));
    expect(frames).toHaveLength(168);
    expect(Math.max(...frames.map(({ data }) => data.length))).toBe(16);
    expect(frames.reduce((sum, { data }) => sum + data.length, 0)).toBe(296);
  });

  test('OKX: side and position as they were', () => {
    const [first] = liquidationOrderRecording(liquidationOrderRows());
    expect(JSON.parse(first?.text(same) ?? '').data[0]).toMatchObject({
      instId: 'XAU-USDT-SWAP',
      details: [{ bkPx: '4332.7', posSide: 'long', side: 'sell', sz: '30', ts: '1788307203702' }],
    });
  });
});
