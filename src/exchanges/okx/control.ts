// https://www.okx.com/docs-v5/en/#overview-websocket-subscribe and …/#error-code-websocket

import { WireError } from '../../domain/errors.js';
import { printable } from '../../domain/text.js';
import type { ParsedFrame } from '../adapter.js';
import { optionalText, text, type Wire } from '../wire.js';
import { topicOfArg, topicOfMessage } from './topics.js';

const REASON_LIMIT = 300;

const CLOSING_SOON = '64008';
const TOO_FREQUENT = '60014';
/** The hourly quota of requests refills by one every 7.5 s. */
const QUOTA_MS = 10_000;

/** Each refuses the one argument it names: wrong endpoint, no such channel or instrument, channel moved to another socket. */
const argumentErrors: ReadonlySet<string> = new Set(['60008', '60018', '64001', '64002']);

function requestOf(wire: Wire): { readonly requestId?: string } {
  const requestId = optionalText(wire, 'id');
  return requestId === undefined ? {} : { requestId };
}

function parseRefusal(wire: Wire): ParsedFrame {
  // The third generation says `message` and `errorCode`.
  const message = optionalText(wire, 'msg') ?? optionalText(wire, 'message') ?? 'refused without a reason';
  const code = String(wire['code'] ?? wire['errorCode'] ?? '');
  const topic = topicOfArg(wire['arg']) ?? topicOfMessage(message);
  return {
    kind: 'rejected',
    reason: printable(code === '' ? message : `${code} ${message}`, REASON_LIMIT),
    scope: argumentErrors.has(code) ? 'topic' : 'frame',
    ...requestOf(wire),
    ...(topic === undefined ? {} : { topics: [topic] }),
    ...(code === TOO_FREQUENT ? { retryAfterMs: QUOTA_MS } : {}),
  };
}

/** A frame with an `event`. Arguments are acknowledged one by one, under the id of their request. */
export function parseEvent(wire: Wire): ParsedFrame {
  const event = text(wire, 'event');
  switch (event) {
    case 'subscribe':
    case 'unsubscribe':
    case 'login':
      return { kind: 'ack', ...requestOf(wire) };
    case 'error':
      return parseRefusal(wire);
    case 'notice': {
      const reason = printable(optionalText(wire, 'msg') ?? 'the exchange is about to close the connection', REASON_LIMIT);
      return wire['code'] === CLOSING_SOON ? { kind: 'closing', reason } : { kind: 'ignored' };
    }
    case 'channel-conn-count':
    case 'channel-conn-count-error':
      return { kind: 'ignored' };
    default:
      throw new WireError(`unknown event ${printable(event, 40)}`);
  }
}
