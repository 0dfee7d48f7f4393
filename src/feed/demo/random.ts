export interface Random {
  /** 0 (included) to 1 (excluded). */
  readonly next: () => number;
  readonly between: (low: number, high: number) => number;
  /** Mean 0, standard deviation 1. */
  readonly normal: () => number;
  /** How many of something that happens `mean` times on average. */
  readonly poisson: (mean: number) => number;
  readonly pick: <T>(items: readonly [T, ...T[]]) => T;
}

/** Mulberry32: the same 32-bit seed gives the same numbers. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;

  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
  }

  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    // Box and Muller; 1 − next() is never 0.
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    // Knuth; the means here are below 20.
    poisson: (mean) => {
      const limit = Math.exp(-mean);
      let count = 0;
      for (let product = next(); product > limit; product *= next()) count += 1;
      return count;
    },
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
  };
}
