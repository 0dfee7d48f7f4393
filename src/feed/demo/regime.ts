import type { Random } from './random.js';

/** How the market feels at one moment. */
export interface Mood {
  readonly phase: 'calm' | 'busy' | 'cascade';
  /** 0 outside a cascade, 1 at its worst. */
  readonly intensity: number;
  /** −1 when longs are being liquidated, 1 when shorts are. */
  readonly direction: -1 | 1;
  /** By how much Bitcoin's price moves each second because of it, a fraction; negative is down. */
  readonly driftPerSecond: number;
}

interface Stretch {
  readonly phase: Mood['phase'];
  readonly startMs: number;
  readonly endMs: number;
  readonly direction: -1 | 1;
  /** How far Bitcoin moves in all. */
  readonly depth: number;
}

export interface Regime {
  /** `elapsedMs` since the start of the demo; never goes back. */
  readonly at: (elapsedMs: number) => Mood;
}

const QUIET: Mood = { phase: 'calm', intensity: 0, direction: -1, driftPerSecond: 0 };
/** The worst comes after a quarter of the cascade; before it the pace grows with the square of time, after it dies away. */
const PEAK = 0.25;
const DECAY = 5;
/** Area under `intensityOf`. */
const AREA = PEAK / 3 + (1 - Math.exp(-DECAY * (1 - PEAK))) / DECAY;

function intensityOf(progress: number): number {
  return progress < PEAK ? (progress / PEAK) ** 2 : Math.exp(-DECAY * (progress - PEAK));
}

/** Calm, busy, and now and then a cascade; the first within forty seconds, so that a newcomer sees one. */
export function createRegime(random: Random): Regime {
  let stretch = calm(0, random.between(7, 12));
  let cascadeCount = 0;

  function calm(startMs: number, seconds: number): Stretch {
    return { phase: 'calm', startMs, endMs: startMs + seconds * 1000, direction: -1, depth: 0 };
  }

  function busy(startMs: number, seconds: number): Stretch {
    return { ...calm(startMs, seconds), phase: 'busy' };
  }

  function cascade(startMs: number): Stretch {
    cascadeCount += 1;
    // A drop first; later some are short squeezes.
    const direction = cascadeCount > 1 && random.next() < 0.3 ? 1 : -1;
    const endMs = startMs + random.between(14, 22) * 1000;
    return { phase: 'cascade', startMs, endMs, direction, depth: random.between(0.018, 0.04) };
  }

  function after(last: Stretch): Stretch {
    const start = last.endMs;
    switch (last.phase) {
      case 'calm':
        return busy(start, cascadeCount === 0 ? random.between(5, 9) : random.between(12, 40));
      case 'busy':
        return cascadeCount === 0 || random.next() < 0.4 ? cascade(start) : calm(start, random.between(30, 90));
      case 'cascade':
        return random.next() < 0.5 ? busy(start, random.between(15, 35)) : calm(start, random.between(30, 80));
      default:
        return last.phase satisfies never;
    }
  }

  return {
    at: (elapsedMs) => {
      while (elapsedMs >= stretch.endMs) stretch = after(stretch);
      const { phase, startMs, endMs, direction, depth } = stretch;
      if (phase !== 'cascade') return { ...QUIET, phase };
      const intensity = intensityOf((elapsedMs - startMs) / (endMs - startMs));
      return { phase, intensity, direction, driftPerSecond: (direction * depth * intensity * 1000) / ((endMs - startMs) * AREA) };
    },
  };
}
