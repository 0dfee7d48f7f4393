// Whether all that an exchange published was heard: a sum over a stretch in which its feed was down is a lower bound.
import type { ExchangeId } from '../domain/instrument.js';

export interface Hearing {
  /** Live for the first time. */
  readonly sinceTime: number;
  /** The last time after that in which it was not; without an end, it is down now. */
  readonly lastGap?: { readonly endTime?: number };
}

export interface FeedGaps {
  readonly setLive: (exchange: ExchangeId, isLive: boolean, time: number) => void;
  /** Of those that were live once; the same map while nothing changed. */
  readonly publish: () => ReadonlyMap<ExchangeId, Hearing>;
}

export function createFeedGaps(): FeedGaps {
  let hearings: ReadonlyMap<ExchangeId, Hearing> = new Map();

  function next(known: Hearing | undefined, isLive: boolean, time: number): Hearing | undefined {
    if (known === undefined) return isLive ? { sinceTime: time } : undefined;
    const isDown = known.lastGap !== undefined && known.lastGap.endTime === undefined;
    if (isLive !== isDown) return known;
    return { sinceTime: known.sinceTime, lastGap: isLive ? { endTime: time } : {} };
  }

  return {
    setLive: (exchange, isLive, time) => {
      const known = hearings.get(exchange);
      const hearing = next(known, isLive, time);
      if (hearing !== undefined && hearing !== known) hearings = new Map(hearings).set(exchange, hearing);
    },
    publish: () => hearings,
  };
}

/** All of `fromTime` … now was heard, as far back as the first word of the exchange. */
export function isHeard({ lastGap }: Hearing, fromTime: number): boolean {
  return lastGap === undefined || (lastGap.endTime !== undefined && lastGap.endTime <= fromTime);
}
