const SECOND_MS = 1_000;
const SECONDS = 60;

export interface MinuteByAsset {
  readonly add: (asset: string, receivedAt: number, notionalUsd: number) => void;
  /** With the largest notional in the minute up to `now`. */
  readonly largestAsset: (now: number) => string | undefined;
}

/** Whose minute it is: cents by asset and second, so bounded by the assets, not by the events. */
export function createMinuteByAsset(): MinuteByAsset {
  const seconds = Array.from({ length: SECONDS }, () => new Map<string, number>());
  const total = new Map<string, number>();
  let head = Number.NEGATIVE_INFINITY;

  function forget(second: number): void {
    const of = seconds[second % SECONDS];
    if (!of) return;
    for (const [asset, cents] of of) {
      const left = (total.get(asset) ?? 0) - cents;
      if (left === 0) total.delete(asset);
      else total.set(asset, left);
    }
    of.clear();
  }

  function advance(now: number): void {
    const second = Math.floor(now / SECOND_MS);
    for (let next = Math.max(head + 1, second - SECONDS + 1); next <= second; next += 1) forget(next);
    head = Math.max(head, second);
  }

  return {
    add: (asset, receivedAt, notionalUsd) => {
      advance(receivedAt);
      const of = seconds[Math.max(Math.floor(receivedAt / SECOND_MS), head - SECONDS + 1) % SECONDS];
      const cents = Math.round(notionalUsd * 100);
      of?.set(asset, (of.get(asset) ?? 0) + cents);
      total.set(asset, (total.get(asset) ?? 0) + cents);
    },
    largestAsset: (now) => {
      advance(now);
      let largest: string | undefined;
      let most = 0;
      for (const [asset, cents] of total) {
        if (cents <= most) continue;
        most = cents;
        largest = asset;
      }
      return largest;
    },
  };
}
