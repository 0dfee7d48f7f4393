// https://docs.dydx.xyz/interaction/data/feeds; error texts: dydxprotocol/v4-chain, indexer/services/socks/src/lib/subscription.ts
import { WireError } from '../../domain/errors.js';
import type { Liquidation, Ticker } from '../../domain/record.js';
import { printable } from '../../domain/text.js';
import type { Fault, ParseContext, ParsedFrame } from '../adapter.js';
import { recordsFrame } from '../entries.js';
import { standsAt } from '../head.js';
import { parseSelected } from '../selective-json.js';
import { object, optionalText, parseJson, text, type Wire } from '../wire.js';
import { holdsMarkets, readMarkets } from './markets.js';
import { dataFrame } from './shape.js';
import { failedTopic, marketsTopic } from './topics.js';
import { readTrades } from './trades.js';

const IGNORED_CHANNELS: ReadonlySet<string> = new Set([
  'v4_orderbook',
  'v4_candles',
  'v4_subaccounts',
  'v4_parent_subaccounts',
  'v4_block_height',
]);

/** The exchange before its own chain: shut down in 2024, other shapes under the same envelope. */
const RETIRED = 'v3_';

const ignored: ParsedFrame = { kind: 'ignored' };
const nothing: ParsedFrame = { kind: 'records', records: [] };

function isIgnored(channel: string): boolean {
  return IGNORED_CHANNELS.has(channel) || channel.startsWith(RETIRED);
}

/** A data frame whose channel stands in the envelope, before anything nested. */
const DATA_HEAD = /\{"type":"(?:channel_data|channel_batch_data|subscribed)"(?:,"\w+":(?:"[^"\\]*"|\d+))*?,"channel":"/y;
/** Trades as they come one by one; a snapshot is an acknowledgement too, whatever it holds. */
const TRADES_HEAD =
  /\{"type":"channel_(?:batch_)?data","connection_id":"[^"\\]*","message_id":\d+,"id":"[^"\\]+","channel":"v4_trades","version":"[^"\\]*","contents":\[?\{"trades":\[/y;
/** Escapes might spell a type of trade in another way. */
const MAY_LIQUIDATE = /LIQUIDATED|DELEVERAGED|\\/;

function channelAtHead(frame: string): string | undefined {
  if (!standsAt(DATA_HEAD, frame)) return undefined;
  return frame.slice(DATA_HEAD.lastIndex, frame.indexOf('"', DATA_HEAD.lastIndex));
}

/** A whole frame of trades none of which is a liquidation. */
function isOrdinary(frame: string): boolean {
  const isWhole = standsAt(TRADES_HEAD, frame) && (frame.endsWith(']}]}') || frame.endsWith(']}}'));
  return isWhole && !MAY_LIQUIDATE.test(frame);
}

/** Asked for again too soon, or the snapshot was not to be had in time: both pass. */
const PASSING: readonly (readonly [start: string, retryAfterMs: number])[] = [
  ['Internal error', 5000],
  ['Too many subscribe attempts', 2000],
];

function parseError(frame: Wire): ParsedFrame {
  const reason = text(frame, 'message');
  const topic = failedTopic(frame, reason);
  if (topic !== undefined && reason.includes('already subscribed')) return { kind: 'ack', accepted: [topic] };
  const retryAfterMs = PASSING.find(([start]) => reason.startsWith(start))?.[1];
  return {
    kind: 'rejected',
    reason: printable(reason),
    // One request holds one subscription; the others are not touched.
    scope: 'topic',
    // An error that names nothing is blamed on nothing.
    topics: topic === undefined ? [] : [topic],
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** `contents` of unbatched frames is one object, of batched ones a list of the same. */
function contentsOf(frame: Wire): readonly Wire[] {
  const contents = frame['contents'];
  if (!Array.isArray(contents)) return [object(contents, 'contents')];
  return contents.map((part) => object(part, 'contents'));
}

function parseMarkets(parts: readonly Wire[], context: ParseContext): ParsedFrame {
  const records: Ticker[] = [];
  const faults: Fault[] = [];
  for (const part of parts) readMarkets(part, context, records, faults);
  return recordsFrame(records, faults);
}

function parseTrades(frame: Wire, isPast: boolean, context: ParseContext): ParsedFrame {
  const ticker = text(frame, 'id');
  const found: Liquidation[] = [];
  const faults: Fault[] = [];
  for (const part of contentsOf(frame)) readTrades(part, ticker, context, found, faults);
  if (!isPast) return recordsFrame(found, faults);
  return { kind: 'records', records: [], backfill: found, ...(faults.length === 0 ? {} : { faults }) };
}

/** `subscribed` is acknowledgement and snapshot in one: markets as they stand, or up to 1 000 past trades, newest first. */
function parseData(frame: Wire, isSnapshot: boolean, context: ParseContext): ParsedFrame {
  const channel = text(frame, 'channel');
  if (channel === marketsTopic) return parseMarkets(contentsOf(frame), context);
  if (channel === 'v4_trades') return parseTrades(frame, isSnapshot, context);
  if (isIgnored(channel)) return ignored;
  throw new WireError(`unknown channel ${printable(channel, 60)}`);
}

export function parse(frame: string, context: ParseContext): ParsedFrame {
  const channel = channelAtHead(frame);
  if (channel !== undefined && isIgnored(channel)) return ignored;
  if (channel === 'v4_trades' && isOrdinary(frame)) return nothing;

  const json = object(channel === undefined ? parseJson(frame) : parseSelected(frame, dataFrame), 'frame');
  const type = optionalText(json, 'type');
  switch (type) {
    case 'channel_data':
    case 'channel_batch_data':
      return parseData(json, false, context);
    case 'subscribed':
      return parseData(json, true, context);
    case 'connected':
      return { kind: 'greeting' };
    case 'unsubscribed':
      return { kind: 'ack' };
    case 'pong':
      return { kind: 'pong' };
    case 'error':
      return parseError(json);
    case undefined:
      // Contents without their envelope, as the REST answer has them.
      if (holdsMarkets(json)) return parseMarkets([json], context);
      throw new WireError('frame has no type');
    default:
      throw new WireError(`unknown type ${printable(type, 60)}`);
  }
}
