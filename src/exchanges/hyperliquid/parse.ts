// https://hyperliquid.gitbook.io/hyperliquid-docs/for-developers/api/websocket/subscriptions
import { WireError } from '../../domain/errors.js';
import { printable } from '../../domain/text.js';
import type { ParseContext, ParsedFrame } from '../adapter.js';
import { parseAnswer } from '../entries.js';
import { parseSelected } from '../selective-json.js';
import { array, field, isObject, list, optionalText, parseJson, text, type Wire } from '../wire.js';
import { readContextList, readMetaAndContexts, readNamedContext } from './contexts.js';
import { isMeta } from './instruments.js';
import { contextFrames } from './shape.js';
import { quotedTopic, topicOf } from './topics.js';

/** Known, and nothing of the contract in them: `trades` marks no liquidation, `fastAssetCtxs` has prices without funding. */
const IGNORED_CHANNELS: ReadonlySet<string> = new Set([
  'trades',
  'l2Book',
  'bbo',
  'allMids',
  'candle',
  'fastAssetCtxs',
  'activeSpotAssetCtx',
  'spotAssetCtxs',
  'activeAssetData',
  'allDexsClearinghouseState',
  'clearinghouseState',
  'spotState',
  'notification',
  'openOrders',
  'orderUpdates',
  'outcomeMetaUpdates',
  'twapStates',
  'user',
  'userEvents',
  'userFills',
  'userFundings',
  'userHistoricalOrders',
  'userNonFundingLedgerUpdates',
  'userTwapHistory',
  'userTwapSliceFills',
  'webData2',
  'webData3',
  'explorerBlock',
  'explorerTxs',
]);

const GREETING = 'Websocket connection established';
const HEAD = '{"channel":"';
const ignored: ParsedFrame = { kind: 'ignored' };

function parseAcknowledgement(data: Wire): ParsedFrame {
  if (data['method'] === 'unsubscribe') return { kind: 'ack' };
  return { kind: 'ack', accepted: [topicOf(field(data, 'subscription'))] };
}

function parseError(reason: string): ParsedFrame {
  const topic = quotedTopic(reason);
  if (reason.startsWith('Already subscribed') && topic !== undefined) return { kind: 'ack', accepted: [topic] };
  if (reason.startsWith('Already unsubscribed')) return { kind: 'ack' };
  // One request holds one subscription. Limit errors do not say which.
  return { kind: 'rejected', reason: printable(reason), scope: 'topic', topics: topic === undefined ? [] : [topic] };
}

/** Answer to an info request made over the socket. */
function parsePost(data: Wire, context: ParseContext): ParsedFrame {
  const response = field(data, 'response');
  if (response['type'] === 'error')
    return { kind: 'rejected', reason: printable(text(response, 'payload')), scope: 'topic', topics: [] };
  const payload = response['payload'];
  if (!isObject(payload) || payload['type'] !== 'metaAndAssetCtxs') return ignored;
  return readMetaAndContexts(list(payload, 'data'), context);
}

/** Builder dexes come along in the frame of all dexes; only the main one, `""`, is followed. */
function parseAllDexes(data: Wire, context: ParseContext): ParsedFrame {
  for (const pair of list(data, 'ctxs')) {
    const [dex, contexts] = array(pair, 'ctxs');
    if (dex === '') return readContextList(array(contexts, 'ctxs'), context);
  }
  return ignored;
}

/** What other programs kept without the envelope: one context by name, a REST answer, rows of trades and blocks. */
function parseBare(frame: unknown, context: ParseContext): ParsedFrame {
  if (Array.isArray(frame)) {
    if (isMeta(frame[0]) && Array.isArray(frame[1])) return readMetaAndContexts(frame, context);
    if (frame.length > 0 && frame.every((row) => isObject(row) && 'hash' in row)) return ignored;
  } else if (isObject(frame) && typeof frame['coin'] === 'string') {
    if ('ctx' in frame) return readNamedContext(frame, context);
    if ('levels' in frame || 'bbo' in frame) return ignored;
  }
  throw new WireError('frame names no channel');
}

export function parse(frame: string, context: ParseContext): ParsedFrame {
  const head = frame.startsWith(HEAD) ? frame.slice(HEAD.length, frame.indexOf('"', HEAD.length)) : '';
  if (IGNORED_CHANNELS.has(head)) return ignored;
  if (frame.startsWith(GREETING)) return { kind: 'greeting' };

  const wanted = contextFrames.get(head);
  const json = wanted ? parseSelected(frame, wanted) : parseJson(frame);
  if (!isObject(json) || json['channel'] === undefined) return parseBare(json, context);
  const channel = text(json, 'channel');
  switch (channel) {
    case 'activeAssetCtx':
      return readNamedContext(field(json, 'data'), context);
    case 'assetCtxs': {
      const data = field(json, 'data');
      // Without a dex it is the main one, as in the subscription.
      return optionalText(data, 'dex') === undefined ? readContextList(list(data, 'ctxs'), context) : ignored;
    }
    case 'allDexsAssetCtxs':
      return parseAllDexes(field(json, 'data'), context);
    case 'subscriptionResponse':
      return parseAcknowledgement(field(json, 'data'));
    case 'pong':
      return { kind: 'pong' };
    case 'error':
      return parseError(text(json, 'data'));
    case 'post':
      return parsePost(field(json, 'data'), context);
    default:
      if (IGNORED_CHANNELS.has(channel)) return ignored;
      throw new WireError(`unknown channel ${printable(channel, 60)}`);
  }
}

/** Body of the `metaAndAssetCtxs` answer. */
export function parsePoll(body: string, context: ParseContext): ParsedFrame {
  const answer = parseAnswer(body);
  if (!Array.isArray(answer) || !isMeta(answer[0]))
    throw new WireError(`answer is not contexts with their names: ${printable(body, 80)}`);
  return readMetaAndContexts(answer, context);
}
