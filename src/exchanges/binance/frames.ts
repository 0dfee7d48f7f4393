import { WireError } from '../../domain/errors.js';
import { printable } from '../../domain/text.js';
import type { ParseContext, ParsedFrame } from '../adapter.js';
import { badValue } from '../entries.js';
import { standsAt } from '../head.js';
import { parseSelected } from '../selective-json.js';
import type { Wanted } from '../wanted.js';
import * as wire from '../wire.js';
import { Collector, type Reader, readForceOrder, readIndexPrice, readOpenInterest, readTicker } from './events.js';
import { readMarkPrice } from './mark-prices.js';
import { eventFrame, eventStream, markPriceFrame, markPriceStream } from './shape.js';

const IGNORED: ParsedFrame = { kind: 'ignored' };

const READERS: ReadonlyMap<string, Reader> = new Map([
  ['markPriceUpdate', readMarkPrice],
  ['24hrTicker', readTicker],
  ['24hrMiniTicker', readTicker],
  ['forceOrder', readForceOrder],
  ['indexPriceUpdate', readIndexPrice],
]);

/** Events the exchange documents that carry nothing of ours. */
const OTHER_EVENTS: ReadonlySet<string> = new Set([
  'aggTrade',
  'trade',
  'depthUpdate',
  'bookTicker',
  'kline',
  'continuous_kline',
  'indexPrice_kline',
  'markPrice_kline',
  'compositeIndex',
  'assetIndexUpdate',
  'contractInfo',
  'tradingSession',
  'avgPrice',
  '1hTicker',
  '4hTicker',
  '1dTicker',
  // Of an account.
  'listenKeyExpired',
  'ACCOUNT_UPDATE',
  'ACCOUNT_CONFIG_UPDATE',
  'ORDER_TRADE_UPDATE',
  'TRADE_LITE',
  'MARGIN_CALL',
  'ALGO_UPDATE',
  'STRATEGY_UPDATE',
  'GRID_UPDATE',
  'CONDITIONAL_ORDER_TRIGGER_REJECT',
]);

/** What stands behind the `@` of a stream that carries nothing of ours, by its first letter. */
const OTHER_STREAMS: Readonly<Record<string, readonly string[]>> = {
  a: ['aggTrade'],
  b: ['bookTicker'],
  c: ['continuousKline_', 'compositeIndex'],
  d: ['depth'],
  i: ['indexPriceKline_'],
  k: ['kline_'],
  m: ['markPriceKline_'],
  r: ['rpiDepth'],
  t: ['trade'],
};
/** The same in a frame without the stream around it, where the event stands first; only best quotes begin with `u`. */
const OTHER_HEADS = ['{"e":"depthUpdate"', '{"e":"bookTicker"', '{"e":"aggTrade"', '{"e":"trade"', '{"e":"kline"', '{"u":'];

const STREAM_HEAD = '{"stream":"';

function isOther(text: string, start: number): boolean {
  const names = OTHER_STREAMS[text.charAt(start)];
  if (!names) return false;
  for (const name of names) if (text.startsWith(name, start)) return true;
  return false;
}

/** Books, trades and candles, told by the head of the text; false where that does not decide. */
function isOtherByHead(text: string): boolean {
  if (text.startsWith(STREAM_HEAD)) {
    const start = STREAM_HEAD.length;
    const at = text.indexOf('@', start);
    if (at === -1 || text.lastIndexOf('"', at) >= start) return text.startsWith('!bookTicker"', start);
    return isOther(text, at + 1);
  }
  for (const head of OTHER_HEADS) if (text.startsWith(head)) return true;
  return false;
}

function isOtherStream(stream: string): boolean {
  return stream === '!bookTicker' || isOther(stream, stream.indexOf('@') + 1);
}

/** False for an event that carries nothing of ours; throws on one that is not documented. */
function readEvent(event: wire.Wire, found: Collector): boolean {
  const name = wire.text(event, 'e');
  const read = READERS.get(name);
  if (read) {
    const named = wire.isObject(event['o']) ? event['o'] : event;
    found.attempt(named[read === readIndexPrice ? 'i' : 's'], read, event);
    return true;
  }
  if (OTHER_EVENTS.has(name)) return false;
  throw new WireError(`unknown event ${printable(JSON.stringify(name), 60)}`);
}

function readList(events: readonly unknown[], context: ParseContext): ParsedFrame {
  const found = new Collector(context);
  let hasOurs = events.length === 0;
  for (const event of events) {
    try {
      if (readEvent(wire.object(event, 'event'), found)) hasOurs = true;
    } catch (error) {
      found.faults.push(badValue('event', error));
    }
  }
  return hasOurs || found.faults.length > 0 ? found.frame() : IGNORED;
}

function readPayload(data: unknown, stream: string, context: ParseContext): ParsedFrame {
  if (Array.isArray(data)) return readList(data, context);
  const event = wire.object(data, 'data');
  if (event['e'] === undefined) {
    // Tardis files carry the polled open interest as if it were a stream.
    if (event['openInterest'] !== undefined && event['symbol'] !== undefined) {
      const found = new Collector(context);
      found.attempt(event['symbol'], readOpenInterest, event);
      return found.frame();
    }
    // Books: the only payloads without an event name.
    if (event['lastUpdateId'] !== undefined || isOtherStream(stream)) return IGNORED;
    throw new WireError(`unknown stream ${printable(JSON.stringify(stream), 60)}`);
  }
  // Documented for the spot market: sent ten minutes before the server goes.
  if (event['e'] === 'serverShutdown') return { kind: 'closing', reason: 'server shutdown announced' };
  const found = new Collector(context);
  return readEvent(event, found) ? found.frame() : IGNORED;
}

/** `id` is what the request carried; it is missing where the request could not be read. */
function readReply(reply: wire.Wire): ParsedFrame {
  const id = reply['id'];
  const requestId = typeof id === 'number' || typeof id === 'string' ? { requestId: String(id) } : {};
  // The list that LIST_SUBSCRIPTIONS gives is no statement about a request of ours.
  if (reply['error'] === undefined && reply['code'] === undefined) return { kind: 'ack', ...requestId };
  const error = reply['error'] === undefined ? reply : wire.field(reply, 'error');
  const reason = printable(`${String(error['msg'] ?? 'no reason given')} (code ${String(error['code'])})`);
  return { kind: 'rejected', reason, scope: 'frame', ...requestId };
}

function wantedOf(text: string): Wanted | undefined {
  if (standsAt(markPriceStream, text)) return markPriceFrame;
  return standsAt(eventStream, text) ? eventFrame : undefined;
}

export function parse(text: string, context: ParseContext): ParsedFrame {
  if (isOtherByHead(text)) return IGNORED;
  const wanted = wantedOf(text);
  const frame = wanted ? parseSelected(text, wanted) : wire.parseJson(text);
  if (Array.isArray(frame)) return readList(frame, context);
  const object = wire.object(frame, 'frame');
  if (object['stream'] !== undefined) return readPayload(object['data'], wire.text(object, 'stream'), context);
  const isReply = object['result'] !== undefined || object['error'] !== undefined || object['code'] !== undefined;
  if (isReply && object['e'] === undefined) return readReply(object);
  return readPayload(object, '', context);
}
