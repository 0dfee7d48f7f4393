// Stops asking a provider that fails, then lets exactly one request find out whether it is back.

/** How the request that holds it ended; the first word counts. */
export interface Trial {
  /** The provider answered, whatever it said. */
  readonly answered: () => void;
  readonly failed: (now: number) => void;
  /** It was given up: nothing was learnt about the provider. */
  readonly abandoned: () => void;
}

export interface Breaker {
  /** 0: a request may start; `undefined`: not before the running probe has ended. */
  readonly waitMs: (now: number) => number | undefined;
  readonly begin: () => Trial;
  readonly isClosed: () => boolean;
}

export interface BreakerOptions {
  /** Failures in a row that open it. */
  readonly failures: number;
  readonly openMs: number;
}

/** `now` is monotonic. */
export function createBreaker({ failures, openMs }: BreakerOptions): Breaker {
  let failuresInRow = 0;
  let openedAt: number | undefined;
  let isProbing = false;
  /** Counts openings: a request that began before one says nothing about now. */
  let epoch = 0;

  function open(now: number): void {
    openedAt = now;
    isProbing = false;
    epoch += 1;
  }

  function begin(): Trial {
    const begunIn = epoch;
    const isProbe = openedAt !== undefined;
    isProbing = isProbe;
    let hasEnded = false;
    const end = (then: () => void): void => {
      if (hasEnded) return;
      hasEnded = true;
      if (begunIn === epoch) then();
    };
    return {
      answered: () =>
        end(() => {
          failuresInRow = 0;
          openedAt = undefined;
          isProbing = false;
        }),
      failed: (now) =>
        end(() => {
          failuresInRow += 1;
          if (isProbe || failuresInRow >= failures) open(now);
        }),
      abandoned: () =>
        end(() => {
          if (isProbe) isProbing = false;
        }),
    };
  }

  return {
    waitMs: (now) => {
      if (openedAt === undefined) return 0;
      const leftMs = Math.ceil(openedAt + openMs - now);
      if (leftMs > 0) return leftMs;
      return isProbing ? undefined : 0;
    },
    begin,
    isClosed: () => openedAt === undefined,
  };
}
