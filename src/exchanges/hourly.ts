const HOUR_MS = 3_600_000;

/** Exchanges that settle on every full hour UTC and never name the time: the first one after `receivedAt`. */
export function nextFullHour(receivedAt: number): number {
  return (Math.floor(receivedAt / HOUR_MS) + 1) * HOUR_MS;
}
