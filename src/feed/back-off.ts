const BASE_MS = 1000;
const CAP_MS = 60_000;
/** Without a `Retry-After`: most budgets are counted by the minute, and Binance's 418 bans for two minutes at least. */
const LIMITED_MS = 60_000;
const BANNED_MS = 120_000;
/** A region does not change by asking again, but a tunnel may come up. */
const REGION_MS = 5 * 60_000;
/** Bybit answers 403 to whoever asked too often, and wants ten quiet minutes. */
const FORBIDDEN_MS = 10 * 60_000;

/** Full jitter: anything from nothing to the cap of this attempt, so that a crowd does not come back at once. */
export function backOffMs(attempt: number, random: number): number {
  const ceiling = Math.min(CAP_MS, BASE_MS * 2 ** Math.min(attempt - 1, 16));
  return Math.round(random * ceiling);
}

/** HTTP answers that mean "not from where you are". */
export function isBlocking(status: number): boolean {
  return status === 403 || status === 451;
}

/** HTTP answers that mean "too often". */
export function isLimiting(status: number): boolean {
  return status === 429 || status === 418;
}

/** How long to keep away after an HTTP status; `retryAfterMs`: what the answer itself asked for. */
export function refusalMs(status: number, retryAfterMs: number | undefined, attempt: number, random: number): number {
  const jitter = backOffMs(attempt, random);
  if (isBlocking(status)) return Math.max(status === 451 ? REGION_MS : FORBIDDEN_MS, retryAfterMs ?? 0) + jitter;
  if (isLimiting(status)) return (retryAfterMs ?? (status === 418 ? BANNED_MS : LIMITED_MS)) + jitter;
  return Math.max(jitter, retryAfterMs ?? 0);
}
