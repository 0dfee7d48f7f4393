// Captured frames, one JSON object a line, back on the wire.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { ExchangeId } from '../../src/domain/instrument.js';
import { binanceSymbols } from './binance-listing.js';
import type { Delivery, LocalExchange } from './exchange.js';
import { okxInstruments } from './okx-wire.js';
import { newestTime, type Recorded, shiftTimes } from './playback.js';
import { isRecord, parseObject, textAt } from './wire-text.js';

/** The text of a line's `raw`, digit for digit: parsing and writing it again would lose `8.0` and numbers past 2^53. */
export function rawText(line: string): string {
  const start = line.indexOf('"raw":') + '"raw":'.length;
  if (line[start] === '"') return String(JSON.parse(line)['raw']);
  let depth = 0;
  let isInText = false;
  for (let place = start; place < line.length; place += 1) {
    const character = line[place];
    if (character === '\\') place += 1;
    else if (character === '"') isInText = !isInText;
    else if (!isInText && (character === '{' || character === '[')) depth += 1;
    else if (!isInText && (character === '}' || character === ']')) {
      depth -= 1;
      if (depth === 0) return line.slice(start, place + 1);
    }
  }
  throw new Error(`no raw frame in ${line.slice(0, 100)}`);
}

/** `test/fixtures/<exchange>.jsonl`: what the exchange really sent, some of it years ago. */
export function fixtureFrames(exchange: ExchangeId): readonly string[] {
  const text = readFileSync(new URL(`../fixtures/${exchange}.jsonl`, import.meta.url), 'utf8');
  return text.trim().split('\n').map(rawText);
}

/** One minute of Binance, 2024-08-08: `bookTicker` and `trade`, about 490 frames a second. */
export function binanceCapture(): readonly Recorded[] {
  const file = readFileSync(new URL('../recordings/ws_binance_futures_2024-08-08.jsonl.gz', import.meta.url));
  return gunzipSync(file)
    .toString()
    .trim()
    .split('\n')
    .map((line) => {
      const raw = rawText(line);
      // The digits of `recv_ns` are past 2^53: the milliseconds are all but the last six.
      const time = Number(/"recv_ns":(\d+)\d{6}/.exec(line)?.[1]);
      return { time, text: (at) => shiftTimes(raw, at(time) - time) };
    });
}

/** The topics under which an exchange would send the frame today, best first, each with the text for it. */
function candidates(exchange: ExchangeId, raw: string): readonly Delivery[] {
  const frame = parseObject(raw);
  if (!frame) return [];
  if (exchange === 'binance') return binanceCandidates(frame);
  if (exchange === 'deribit') return deribitCandidates(frame);
  if (exchange === 'bybit') return [{ topic: textAt(frame, 'topic'), text: raw }];
  if (exchange === 'hyperliquid') {
    const data = frame['data'];
    // Bulk feeds name no coin: one of another day's universe would be read against this one.
    return isRecord(data) && 'coin' in data ? [{ topic: `${textAt(frame, 'channel')}:${textAt(data, 'coin')}`, text: raw }] : [];
  }
  if (exchange === 'dydx') return [{ topic: `${textAt(frame, 'channel')}:${textAt(frame, 'id')}`, text: raw }];
  const arg = frame['arg'];
  if (!isRecord(arg)) return [];
  const [entry] = Array.isArray(frame['data']) ? frame['data'] : [];
  if (!isRecord(entry) || (textAt(arg, 'instType') !== '' && !okxInstruments.has(textAt(entry, 'instId')))) return [];
  return [{ topic: `${textAt(arg, 'channel')}:${textAt(arg, 'instId') || textAt(arg, 'instType')}`, text: raw }];
}

function binanceCandidates(frame: Readonly<Record<string, unknown>>): readonly Delivery[] {
  const data = isRecord(frame['data']) ? frame['data'] : frame;
  const order = data['o'];
  const symbol = isRecord(order) ? textAt(order, 's') : textAt(data, 's');
  if (!binanceSymbols.has(symbol)) return [];
  const streams: Readonly<Record<string, readonly string[]>> = {
    forceOrder: ['!forceOrder@arr'],
    markPriceUpdate: ['@markPrice@1s', '@markPrice'].map((kind) => symbol.toLowerCase() + kind),
    '24hrTicker': [`${symbol.toLowerCase()}@ticker`],
  };
  return (streams[textAt(data, 'e')] ?? []).map((stream) => ({ topic: stream, text: JSON.stringify({ stream, data }) }));
}

function deribitCandidates(frame: Readonly<Record<string, unknown>>): readonly Delivery[] {
  const params = frame['params'];
  if (!isRecord(params)) return [];
  const [kind = '', instrument = ''] = textAt(params, 'channel').split('.');
  const scopes = kind === 'trades' ? [instrument, 'future.any'] : [instrument];
  return scopes
    .flatMap((scope) => ['100ms', 'agg2'].map((interval) => `${kind}.${scope}.${interval}`))
    .map((channel) => ({ topic: channel, text: JSON.stringify({ ...frame, params: { ...params, channel } }) }));
}

/** Publishes the frame as of now, if anyone follows what it belongs to. */
export function publishCaptured(exchange: LocalExchange, raw: string, now = Date.now()): boolean {
  const followed = exchange.topics();
  const found = candidates(exchange.exchange, raw).find(({ topic }) => followed.includes(topic));
  if (!found) return false;
  const newest = newestTime(found.text);
  return exchange.publish(newest === undefined ? found.text : shiftTimes(found.text, now - newest)) > 0;
}
