// What time it is on an exchange, by its own messages: settlement times are its own, and our clock may be wrong.
import type { FeedRow } from './snapshot.js';

/** Nobody's messages take so long on their way for minutes: beyond it our clock is ahead. */
const LONGEST_WAY_MS = 2_000;

/**
 * Our time, put right where it cannot be: a message that arrives before it was sent, or takes seconds all the time. Between the two a
 * lag is the way of the message, and our clock stands.
 */
export function exchangeTime(now: number, lagMs: FeedRow['lagMs']): number {
  return lagMs !== undefined && (lagMs < 0 || lagMs > LONGEST_WAY_MS) ? now - lagMs : now;
}
