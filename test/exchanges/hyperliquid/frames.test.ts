import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WireError } from '../../../src/domain/errors.js';
import { indexInstruments } from '../../../src/domain/instrument.js';
import type { ParsedFrame } from '../../../src/exchanges/adapter.js';
import { hyperliquid } from '../../../src/exchanges/hyperliquid/adapter.js';
import { frameTexts, mutated, readableOrRefused } from '../../support/wire-arbitraries.js';
import { active, btc, bulk, dead, meta, noon, parse, pepe, records } from './samples.js';

describe('Hyperliquid frames', () => {
  const frames: [string, ParsedFrame][] = [
    ['Websocket connection established.', { kind: 'greeting' }],
    ['{"channel":"pong"}', { kind: 'pong' }],
    [
      '{"channel":"subscriptionResponse","data":{"method":"subscribe","subscription":{"type":"activeAssetCtx","coin":"BTC","aggregateByTime":false}}}',
      { kind: 'ack', accepted: ['{"type":"activeAssetCtx","coin":"BTC"}'] },
    ],
    [
      '{"channel":"subscriptionResponse","data":{"method":"subscribe","subscription":{"dex":"","type":"assetCtxs"}}}',
      { kind: 'ack', accepted: ['{"type":"assetCtxs","dex":""}'] },
    ],
    [
      '{"channel":"subscriptionResponse","data":{"method":"unsubscribe","subscription":{"type":"activeAssetCtx","coin":"BTC"}}}',
      { kind: 'ack' },
    ],
    [
      '{"channel":"error","data":"Already subscribed: {\\"type\\":\\"activeAssetCtx\\",\\"coin\\":\\"BTC\\"}"}',
      { kind: 'ack', accepted: ['{"type":"activeAssetCtx","coin":"BTC"}'] },
    ],
    ['{"channel":"error","data":"Already unsubscribed: {\\"type\\":\\"trades\\",\\"coin\\":\\"BTC\\"}"}', { kind: 'ack' }],
    [
      '{"channel":"error","data":"Invalid subscription {\\"type\\":\\"activeAssetCtx\\",\\"coin\\":\\"NOPE\\"}"}',
      {
        kind: 'rejected',
        reason: 'Invalid subscription {"type":"activeAssetCtx","coin":"NOPE"}',
        scope: 'topic',
        topics: ['{"type":"activeAssetCtx","coin":"NOPE"}'],
      },
    ],
    [
      '{"channel":"error","data":"Error parsing JSON into valid websocket request: {\\"method\\":\\"subscribe\\",\\"subscription\\":{\\"type\\":\\"assetCtxs\\",\\"dex\\":\\"\\"}}"}',
      {
        kind: 'rejected',
        reason:
          'Error parsing JSON into valid websocket request: {"method":"subscribe","subscription":{"type":"assetCtxs","dex":""}}',
        scope: 'topic',
        topics: ['{"type":"assetCtxs","dex":""}'],
      },
    ],
    [
      '{"channel":"error","data":"Cannot track more than 15 total users."}',
      { kind: 'rejected', reason: 'Cannot track more than 15 total users.', scope: 'topic', topics: [] },
    ],
    ['{"channel":"error","data":"bad {\\u001b} text"}', { kind: 'rejected', reason: 'bad {·} text', scope: 'topic', topics: [] }],
    ['{"channel":"fastAssetCtxs","data":"q1YqSS0uUbJSMlTSUUpKLFKyMjQAAA=="}', { kind: 'ignored' }],
    ['{"channel":"allMids","data":{"mids":{"BTC":"80868.5","@142":"80907.5"},"dex":""}}', { kind: 'ignored' }],
    ['{"data":{"user":"0x1","fills":[],"isSnapshot":true},"channel":"userFills"}', { kind: 'ignored' }],
    ['{"channel":"post","data":{"id":1,"response":{"type":"info","payload":{"type":"meta","data":{}}}}}', { kind: 'ignored' }],
    [
      '{"channel":"post","data":{"id":1,"response":{"type":"error","payload":"too many"}}}',
      { kind: 'rejected', reason: 'too many', scope: 'topic', topics: [] },
    ],
    ['[{"coin":"FXS","side":"A","px":"1.9","hash":"0x1"}]', { kind: 'ignored' }],
  ];
  it.each(frames)('reads %s', (frame, expected) => {
    expect(parse(frame)).toEqual(expected);
  });

  it('reads contexts asked for over the socket, and those without an envelope', () => {
    const answer = `[${meta},[${btc}]]`;
    const post = `{"channel":"post","data":{"id":1,"response":{"type":"info","payload":{"type":"metaAndAssetCtxs","data":${answer}}}}}`;
    for (const frame of [post, answer, `{"coin":"BTC","ctx":${btc}}`]) {
      expect(records(parse(frame)).map(({ symbol }) => symbol)).toEqual(['BTC']);
    }
  });

  it('refuses a channel it does not know, by name, and anything without one', () => {
    expect(() => parse('{"channel":"tomorrow\\u0007","data":{}}')).toThrow('unknown channel tomorrow·');
    for (const frame of [
      '{}',
      '[]',
      'null',
      '"x"',
      '7',
      '[1]',
      '{"channel":7}',
      '{"channel":"assetCtxs"}',
      '{"channel":"error","data":{}}',
    ]) {
      expect(() => parse(frame), frame).toThrow(WireError);
    }
    for (const frame of ['', '<html>', '{"channel":"assetC']) expect(() => parse(frame), frame).toThrow(SyntaxError);
  });

  it('does not open frames nobody asked for', () => {
    expect(parse('{"channel":"l2Book","data":{"coin":"BTC","levels":[[')).toEqual({ kind: 'ignored' });
  });
});

describe('Hyperliquid, whatever arrives', () => {
  const captured = frameTexts('hyperliquid').filter((frame) => frame.length < 5000);
  const bodies: unknown = JSON.parse(readFileSync('test/fixtures/instruments/hyperliquid.json', 'utf8'));
  const fixtures = indexInstruments(
    hyperliquid.instruments.parse(Array.isArray(bodies) ? bodies.map((body) => JSON.stringify(body)) : []),
  );
  const read = (frame: string) => hyperliquid.parse(frame, { receivedAt: noon, instruments: fixtures });

  it('reads any text or refuses it, and never makes up a number', () => {
    fc.assert(fc.property(fc.string(), (text) => readableOrRefused(() => read(text))));
    fc.assert(fc.property(fc.json(), (text) => readableOrRefused(() => read(text))));
  });

  it('survives captured frames that are cut or have one value replaced', () => {
    fc.assert(
      fc.property(mutated([...captured, bulk(btc, dead, pepe), active('kPEPE', pepe)]), (text) =>
        readableOrRefused(() => read(text)),
      ),
      { numRuns: 1000 },
    );
  });
});
