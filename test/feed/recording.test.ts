import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRecordedLine } from '../../src/feed/recording.js';

describe('a recorded line', () => {
  it('is the frame itself when nothing wraps it', () => {
    expect(parseRecordedLine('{"channel":"pong"}')).toEqual({ text: '{"channel":"pong"}' });
  });

  it.each([
    ['{"raw":{"a":1},"receivedAt":1700000000000}', '{"a":1}', 1_700_000_000_000],
    [
      '{"receivedAt":"2023-11-14T22:13:20.000Z","source":"x","raw": {"a":[1,{"raw":2}]} }',
      '{"a":[1,{"raw":2}]}',
      1_700_000_000_000,
    ],
    ['{"raw":"pong","receivedAt":null}', 'pong', undefined],
    ['{"note":"raw: {","raw":[{"b":"}\\"],"}],"z":0}', '[{"b":"}\\"],"}]', undefined],
    ['{"\\u0072aw":{"a":1},"x":[{"raw":2}]}', '{"a":1}', undefined],
    ['{"raw":"first","raw":{"a":2}}', '{"a":2}', undefined],
    ['{"raw":{"a":1},"x":1,"raw":{"a":2},"y":{"raw":3}}', '{"a":2}', undefined],
    ['{"raw":null}', 'null', undefined],
  ])('unwraps %s', (line, text, receivedAt) => {
    expect(parseRecordedLine(line)).toEqual(receivedAt === undefined ? { text } : { text, receivedAt });
  });

  it('keeps digits that a number cannot hold', () => {
    expect(parseRecordedLine('{"raw":{"id":12345678901234567890123,"p":1e400}}').text).toBe(
      '{"id":12345678901234567890123,"p":1e400}',
    );
  });

  it('gives back any frame it wraps', () => {
    fc.assert(
      fc.property(fc.object(), fc.object(), (raw, around) => {
        const line = JSON.stringify({ ...around, receivedAt: 1, raw });
        expect(JSON.parse(parseRecordedLine(line).text)).toEqual(JSON.parse(JSON.stringify(raw)));
      }),
    );
  });

  it.each([
    '',
    '{',
    '7',
    '"pong"',
    'null',
    '{"raw":{},"receivedAt":"yesterday"}',
    '{"raw":{},"receivedAt":-1}',
    '{"raw":{},"receivedAt":1.5}',
    '{"raw":{},"receivedAt":1e400}',
    // Microseconds, as some recordings have them: read as milliseconds they are the year 55840.
    '{"raw":{},"receivedAt":1700000000000000}',
  ])('refuses %j', (line) => {
    expect(() => parseRecordedLine(line)).toThrow(SyntaxError);
  });
});
