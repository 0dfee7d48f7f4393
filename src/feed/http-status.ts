// What an HTTP status, its headers and its body mean, in words for the user.
import { readRetryAfter } from '../domain/retry-after.js';
import { printable } from '../domain/text.js';

/** An HTTP answer where something else was asked for. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
  readonly retryAfterMs?: number;
}

const BODY_SHOWN = 120;

const meanings: Readonly<Record<number, string>> = {
  403: 'forbidden: blocked in your region, or too many requests',
  418: 'banned for too many requests',
  429: 'too many requests',
  451: 'blocked in your region',
};

export function isHtml(body: string): boolean {
  return /^\s*<(!doctype|html|head|body)/i.test(body);
}

/** One printable line: the status, what it means, and the head of what came with it. */
export function describeStatus(status: number, body: string): string {
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(body)?.[1]?.trim();
  const html = title === undefined || title === '' ? 'an HTML page' : `an HTML page, “${title}”`;
  const shown = printable(isHtml(body) ? html : body.trim(), BODY_SHOWN);
  return [`HTTP ${status}`, meanings[status], shown].filter((part) => part !== undefined && part !== '').join(': ');
}

export function readRefusal(status: number, body: string, retryAfter: string | undefined, now: number): Refusal {
  const retryAfterMs = readRetryAfter(retryAfter, now);
  return { status, reason: describeStatus(status, body), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}
