// A webhook that is told of alerts: the record as JSON, tried again while there is hope.
import { STATUS_CODES } from 'node:http';
import type { Clock } from '../domain/clock.js';
import { readRetryAfter } from '../domain/retry-after.js';
import { printable } from '../domain/text.js';
import { backOffMs } from '../feed/back-off.js';
import { HttpError } from '../feed/http-answer.js';
import type { Poster } from '../feed/post.js';
import type { Deliver, Outcome } from './delivery-queue.js';

/** With full jitter some half a minute in all, where the receiver does not ask for more. */
const TRIES = 6;
const DEADLINE_MS = 10_000;
/** Longer waits are not asked for by who wants alerts. */
const LONGEST_WAIT_MS = 10 * 60_000;
const REASON_SHOWN = 120;
/** Answers that may be others the next time; every 5xx is one too. */
const PASSING_STATUSES: readonly number[] = [408, 425, 429];

export interface AlertWebhookOptions {
  readonly url: string;
  readonly poster: Pick<Poster, 'post'>;
  readonly clock: Clock;
  readonly tries?: number;
  readonly deadlineMs?: number;
}

type Attempt = Outcome & { readonly isHopeful?: boolean; readonly retryAfterMs?: number | undefined };

/** What may be shown of the address: path, query and user are where its secret is. */
export function webhookName(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : '';
}

export function createAlertWebhook({
  url,
  poster,
  clock,
  tries = TRIES,
  deadlineMs = DEADLINE_MS,
}: AlertWebhookOptions): Deliver {
  async function once(body: string, signal: AbortSignal): Promise<Attempt> {
    const deadline = new AbortController();
    const giveUp = (): void => deadline.abort();
    const cancel = clock.after(deadlineMs, giveUp);
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      const { status, headers } = await poster.post({ url, headers: {}, body }, deadline.signal);
      if (status >= 200 && status < 300) return { isDelivered: true };
      return {
        isDelivered: false,
        reason: statusWords(status),
        isHopeful: status >= 500 || PASSING_STATUSES.includes(status),
        retryAfterMs: readRetryAfter(headers['retry-after'], clock.now()),
      };
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      const late = signal.aborted ? 'given up at the end' : `no answer within ${deadlineMs / 1000} s`;
      const reason = deadline.signal.aborted ? late : withoutAddress(error.message, url);
      return { isDelivered: false, reason, isHopeful: true };
    } finally {
      cancel();
      signal.removeEventListener('abort', giveUp);
    }
  }

  return async (alert, signal) => {
    const body = JSON.stringify(alert);
    for (let attempt = 1; ; attempt += 1) {
      const { isHopeful, retryAfterMs = 0, ...outcome } = await once(body, signal);
      if (outcome.isDelivered || isHopeful !== true || attempt >= tries || signal.aborted) return outcome;
      const waitMs = Math.max(backOffMs(attempt, clock.random()), Math.min(retryAfterMs, LONGEST_WAIT_MS));
      await paused(clock, waitMs, signal);
      if (signal.aborted) return outcome;
    }
  };
}

function statusWords(status: number): string {
  const words = `HTTP ${status} ${STATUS_CODES[status] ?? ''}`.trim();
  return status >= 300 && status < 400 ? `${words}: redirects are not followed` : words;
}

/** Nobody quotes a whole address in a reason, but nobody promises not to. */
function withoutAddress(reason: string, url: string): string {
  const { pathname, search, username, password } = new URL(url);
  const secrets = [pathname, search, username, password].filter((part) => part.length > 1);
  return secrets.some((part) => reason.includes(part)) ? 'no answer' : printable(reason, REASON_SHOWN);
}

function paused(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const cancel = clock.after(ms, done);
    signal.addEventListener('abort', done, { once: true });
  });
}
