/** `Retry-After` (seconds or an HTTP date) → ms from `now` (epoch ms); absent when it is neither. */
export function readRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const seconds = value.trim();
  // Seconds are whole in the standard, but not with every provider.
  if (/^\d{1,10}(?:\.\d{1,9})?$/.test(seconds)) return Math.ceil(Number(seconds) * 1000);
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : Math.max(0, time - now);
}
