const SECOND_MS = 1000;
/** A mean over so many full seconds. */
const SECONDS = 5;

export interface MessageRate {
  readonly count: (time: number) => void;
  /** Messages a second. */
  readonly at: (now: number) => number;
}

export function createMessageRate(firstTime: number): MessageRate {
  // Ring over seconds: the running one and the full ones before it.
  const perSecond = new Float64Array(SECONDS + 1);
  let head = Math.floor(firstTime / SECOND_MS);
  let firstSecond = head;
  const slotOf = (second: number): number => ((second % perSecond.length) + perSecond.length) % perSecond.length;

  function advance(second: number): void {
    // The clock was set back: what is in the ring is of another time.
    if (second < head - SECONDS) {
      perSecond.fill(0);
      head = second;
      firstSecond = second;
    }
    for (let s = Math.max(head + 1, second - SECONDS); s <= second; s += 1) perSecond[slotOf(s)] = 0;
    if (second > head) head = second;
  }

  return {
    count: (time) => {
      const second = Math.floor(time / SECOND_MS);
      if (second > head || second < head - SECONDS) advance(second);
      const slot = slotOf(second);
      perSecond[slot] = (perSecond[slot] ?? 0) + 1;
    },
    at: (now) => {
      advance(Math.floor(now / SECOND_MS));
      const seconds = Math.min(SECONDS, head - firstSecond);
      let total = 0;
      for (let s = head - seconds; s < head; s += 1) total += perSecond[slotOf(s)] ?? 0;
      // Nothing but the running second yet: it is the best there is.
      return seconds === 0 ? (perSecond[slotOf(head)] ?? 0) : total / seconds;
    },
  };
}
