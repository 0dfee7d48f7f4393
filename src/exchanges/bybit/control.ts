// Acknowledgements, pongs and refusals: https://bybit-exchange.github.io/docs/v5/ws/connect
import { WireError } from '../../domain/errors.js';
import { printable } from '../../domain/text.js';
import type { ParsedFrame } from '../adapter.js';
import { isObject, optionalText, type Wire } from '../wire.js';

const REASON_LIMIT = 300;

function reasonOf(wire: Wire): string {
  const reason = optionalText(wire, 'ret_msg');
  return reason === undefined ? 'refused without a reason' : printable(reason, REASON_LIMIT);
}

// "error:handler not found,topic:tickers.NOTASYMBOL"
function namedTopics(reason: string): readonly string[] {
  return Array.from(reason.matchAll(/topic:\s*\[?([^,\]\s]+)/g), ([, topic = '']) => topic);
}

function words(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((word) => typeof word === 'string') : [];
}

// One bad topic refuses the whole request, and so does one subscribed before, which stands: nothing of the rest is applied.
function parseRefusal(wire: Wire, requestId: string | undefined): ParsedFrame {
  const reason = reasonOf(wire);
  const named = namedTopics(reason);
  const isStanding = reason.includes('already subscribed');
  return {
    kind: 'rejected',
    reason,
    scope: 'frame',
    ...(requestId === undefined ? {} : { requestId }),
    ...(named.length === 0 ? {} : isStanding ? { standing: named } : { topics: named }),
  };
}

// The options socket lists what it took and what not, and applies the former.
function parseListed(data: Wire, requestId: string | undefined): ParsedFrame {
  const topics = words(data['failTopics']);
  const request = requestId === undefined ? {} : { requestId };
  if (topics.length === 0) return { kind: 'ack', ...request };
  return { kind: 'rejected', reason: 'topics refused', scope: 'topic', topics, ...request };
}

export function parseControl(wire: Wire): ParsedFrame {
  const op = wire['op'];
  const request = wire['request'];
  // The v2 generation repeats the request instead of its `op`; spot v1 answers a ping with `{"pong":…}`.
  const asked = op ?? (isObject(request) ? request['op'] : undefined);
  if (op === 'pong' || wire['ret_msg'] === 'pong' || wire['pong'] !== undefined) return { kind: 'pong' };
  const requestId = optionalText(wire, 'req_id');
  if (wire['success'] === false) return parseRefusal(wire, requestId);
  if (wire['success'] === true || asked === 'subscribe' || asked === 'unsubscribe' || asked === 'auth') {
    if (isObject(wire['data'])) return parseListed(wire['data'], requestId);
    return requestId === undefined ? { kind: 'ack' } : { kind: 'ack', requestId };
  }
  throw new WireError(`unknown frame with ${printable(Object.keys(wire).slice(0, 6).join(', '), 80) || 'no fields'}`);
}
